package dev.spanflame.block.parquet;

import dev.spanflame.block.parquet.table.ColumnSpec;
import dev.spanflame.block.parquet.table.TableSchema;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.apache.parquet.ParquetReadOptions;
import org.apache.parquet.column.ColumnDescriptor;
import org.apache.parquet.column.ColumnReader;
import org.apache.parquet.column.impl.ColumnReadStoreImpl;
import org.apache.parquet.column.page.PageReadStore;
import org.apache.parquet.conf.PlainParquetConfiguration;
import org.apache.parquet.example.data.simple.convert.GroupRecordConverter;
import org.apache.parquet.filter2.compat.FilterCompat;
import org.apache.parquet.hadoop.ParquetFileReader;
import org.apache.parquet.io.LocalInputFile;
import org.apache.parquet.schema.MessageType;

/// Reads a file by parquet-java, the reference implementation.
public final class ParquetJava {
    private ParquetJava() {}

    /// The cells of all columns, as [Cells] shows them; page checksums are verified.
    public static List<List<Object>> read(Path file, TableSchema schema) throws IOException {
        List<List<Object>> columns = new ArrayList<>();
        schema.columns().forEach(_ -> columns.add(new ArrayList<>()));
        try (ParquetFileReader reader = open(file, FilterCompat.NOOP)) {
            for (PageReadStore group = reader.readNextRowGroup(); group != null; group = reader.readNextRowGroup()) {
                readGroup(reader, group, schema, columns);
            }
        }
        return columns;
    }

    /// Number of rows in the row groups and pages that parquet-java reads for a filter.
    static ParquetFileReader open(Path file, FilterCompat.Filter filter) throws IOException {
        ParquetReadOptions options = ParquetReadOptions.builder(new PlainParquetConfiguration())
                .usePageChecksumVerification(true)
                .useColumnIndexFilter(true)
                .withRecordFilter(filter)
                .build();
        return ParquetFileReader.open(new LocalInputFile(file), options);
    }

    static void readGroup(
            ParquetFileReader reader, PageReadStore group, TableSchema schema, List<List<Object>> columns) {
        MessageType type = reader.getFileMetaData().getSchema();
        ColumnReadStoreImpl store = new ColumnReadStoreImpl(
                group,
                new GroupRecordConverter(type).getRootConverter(),
                type,
                reader.getFileMetaData().getCreatedBy());
        for (int i = 0; i < schema.size(); i++) {
            ColumnSpec spec = schema.column(i);
            ColumnDescriptor descriptor = type.getColumnDescription(new String[] {spec.name()});
            ColumnReader values = store.getColumnReader(descriptor);
            for (long row = 0; row < values.getTotalValueCount(); row++) {
                boolean present = values.getCurrentDefinitionLevel() == descriptor.getMaxDefinitionLevel();
                columns.get(i).add(present ? cell(spec, values) : Cells.NULL);
                values.consume();
            }
        }
    }

    private static String cell(ColumnSpec spec, ColumnReader values) {
        return switch (spec.type()) {
            case BOOLEAN -> String.valueOf(values.getBoolean());
            case INT32 ->
                spec.isUnsigned() ? Integer.toUnsignedString(values.getInteger()) : String.valueOf(values.getInteger());
            case INT64 -> Cells.number(spec, values.getLong());
            case DOUBLE -> Cells.decimal(values.getDouble());
            case BYTE_ARRAY, FIXED_8, FIXED_16 ->
                Cells.bytes(spec, values.getBinary().getBytes());
        };
    }
}
