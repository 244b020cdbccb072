package dev.spanflame.block.parquet;

import dev.spanflame.block.parquet.encoding.DamagedException;
import dev.spanflame.block.parquet.table.ColumnEncoding;
import dev.spanflame.block.parquet.table.ColumnSpec;
import dev.spanflame.block.parquet.table.LogicalType;
import dev.spanflame.block.parquet.table.PhysicalType;
import org.apache.parquet.format.ConvertedType;
import org.apache.parquet.format.Encoding;
import org.apache.parquet.format.FieldRepetitionType;
import org.apache.parquet.format.IntType;
import org.apache.parquet.format.NanoSeconds;
import org.apache.parquet.format.SchemaElement;
import org.apache.parquet.format.StringType;
import org.apache.parquet.format.TimeUnit;
import org.apache.parquet.format.TimestampType;
import org.apache.parquet.format.Type;
import org.jspecify.annotations.Nullable;

/// Our words for types and encodings in those of the Parquet format, and back.
final class ThriftNames {
    private ThriftNames() {}

    /// `value`; throws when it is missing.
    static <T> T required(@Nullable T value, String what) throws DamagedException {
        if (value == null) {
            throw new DamagedException("it has no " + what);
        }
        return value;
    }

    static Encoding encoding(ColumnEncoding encoding) {
        return switch (encoding) {
            case PLAIN -> Encoding.PLAIN;
            case DICTIONARY -> Encoding.RLE_DICTIONARY;
            case BYTE_STREAM_SPLIT -> Encoding.BYTE_STREAM_SPLIT;
            case DELTA -> Encoding.DELTA_BINARY_PACKED;
        };
    }

    static Type type(PhysicalType type) {
        return switch (type) {
            case BOOLEAN -> Type.BOOLEAN;
            case INT32 -> Type.INT32;
            case INT64 -> Type.INT64;
            case DOUBLE -> Type.DOUBLE;
            case BYTE_ARRAY -> Type.BYTE_ARRAY;
            case FIXED_8, FIXED_16 -> Type.FIXED_LEN_BYTE_ARRAY;
        };
    }

    static SchemaElement element(ColumnSpec column) {
        SchemaElement element = new SchemaElement(column.name());
        element.setType(type(column.type()));
        if (element.getType() == Type.FIXED_LEN_BYTE_ARRAY) {
            element.setType_length(column.type().width());
        }
        element.setRepetition_type(column.optional() ? FieldRepetitionType.OPTIONAL : FieldRepetitionType.REQUIRED);
        switch (column.logical()) {
            case NONE -> {}
            case STRING -> {
                element.setConverted_type(ConvertedType.UTF8);
                element.setLogicalType(org.apache.parquet.format.LogicalType.STRING(new StringType()));
            }
            case TIMESTAMP_NANOS ->
                element.setLogicalType(org.apache.parquet.format.LogicalType.TIMESTAMP(
                        new TimestampType(true, TimeUnit.NANOS(new NanoSeconds()))));
            case UNSIGNED -> {
                boolean wide = column.type() == PhysicalType.INT64;
                element.setConverted_type(wide ? ConvertedType.UINT_64 : ConvertedType.UINT_32);
                element.setLogicalType(
                        org.apache.parquet.format.LogicalType.INTEGER(new IntType((byte) (wide ? 64 : 32), false)));
            }
        }
        return element;
    }

    /// The column that `element` describes, or null when it is none that [TableWriter] writes.
    static @Nullable ColumnSpec column(SchemaElement element) {
        String name = element.getName();
        if (name == null || !element.isSetRepetition_type() || element.isSetNum_children()) {
            return null;
        }
        boolean optional = element.getRepetition_type() == FieldRepetitionType.OPTIONAL;
        for (PhysicalType type : PhysicalType.values()) {
            for (LogicalType logical : LogicalType.values()) {
                if (logical.suits(type)) {
                    ColumnSpec column = new ColumnSpec(name, type, logical, optional);
                    if (element(column).equals(element)) {
                        return column;
                    }
                }
            }
        }
        return null;
    }
}
