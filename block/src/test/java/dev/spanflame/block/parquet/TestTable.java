package dev.spanflame.block.parquet;

import dev.spanflame.block.column.ColumnData;
import dev.spanflame.block.parquet.table.ColumnSpec;
import dev.spanflame.block.parquet.table.ReadLimits;
import dev.spanflame.block.parquet.table.TableIndex;
import dev.spanflame.block.parquet.table.TableSchema;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/// A table in memory, row group by row group, and the file made of it.
///
/// `groups`: for each row group a column for each column of the schema; `appended`: written page by page.
record TestTable(
        String name, TableSchema schema, List<List<ColumnData>> groups, WriteOptions options, boolean appended) {
    TestTable(String name, TableSchema schema, List<List<ColumnData>> groups, WriteOptions options) {
        this(name, schema, groups, options, false);
    }

    /// A file and the index that its writer gave.
    record Written(byte[] bytes, TableIndex index) {
        TableReader open(String name) throws IOException {
            return TableReader.open(name, RangeReader.of(bytes), bytes.length, ReadLimits.DEFAULT);
        }

        TableReader openByIndex(String name) {
            return new TableReader(name, index, RangeReader.of(bytes), ReadLimits.DEFAULT);
        }
    }

    Written write() throws IOException {
        ByteArrayOutputStream file = new ByteArrayOutputStream();
        try (TableWriter writer = new TableWriter(schema, ByteSink.of(file), options)) {
            RowGroupAppender appender = writer.appender(RowGroupAppender.Limits.DEFAULT);
            for (List<ColumnData> group : groups) {
                if (appended) {
                    appender.append(group);
                    appender.endRowGroup();
                } else {
                    writer.writeRowGroup(group);
                }
            }
            TableIndex index = writer.finish();
            return new Written(file.toByteArray(), index);
        }
    }

    Path writeTo(Path directory) throws IOException {
        Path path = directory.resolve(name + ".parquet");
        Files.write(path, write().bytes());
        return path;
    }

    long rows() {
        return groups.stream().mapToLong(group -> group.getFirst().rows()).sum();
    }

    /// One cell, as [Cells] shows it; rows are counted over all row groups.
    List<Object> column(int column) {
        ColumnSpec spec = schema.column(column);
        return groups.stream()
                .flatMap(group -> Cells.all(spec, group.get(column)).stream())
                .toList();
    }
}
