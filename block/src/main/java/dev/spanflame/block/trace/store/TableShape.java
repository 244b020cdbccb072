package dev.spanflame.block.trace.store;

import dev.spanflame.block.parquet.table.ColumnSpec;
import dev.spanflame.block.parquet.table.LogicalType;
import dev.spanflame.block.parquet.table.PhysicalType;
import dev.spanflame.block.trace.AttributeKey;
import dev.spanflame.block.trace.EventColumn;
import dev.spanflame.block.trace.LinkColumn;
import dev.spanflame.block.trace.SpanColumn;
import dev.spanflame.model.trace.ValueType;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;

/// How a table of rows with attributes is stored: its fixed columns in order of their enum, how each is
/// stored, and the prefix of its attribute columns.
public record TableShape<C extends Enum<C>>(BlockTable table, String prefix, List<C> columns, List<ColumnSpec> specs) {
    /// Spans.
    public static final TableShape<SpanColumn> SPANS =
            shape(BlockTable.SPANS, "span.", SpanColumn.values(), TableShape::of);

    /// Events.
    public static final TableShape<EventColumn> EVENTS =
            shape(BlockTable.EVENTS, "event.", EventColumn.values(), TableShape::of);

    /// Links.
    public static final TableShape<LinkColumn> LINKS =
            shape(BlockTable.LINKS, "link.", LinkColumn.values(), TableShape::of);

    private static <C extends Enum<C>> TableShape<C> shape(
            BlockTable table, String prefix, C[] columns, Function<C, ColumnSpec> spec) {
        List<C> all = List.of(columns);
        return new TableShape<>(table, prefix, all, all.stream().map(spec).toList());
    }

    /// How a fixed column is stored.
    public ColumnSpec spec(C column) {
        return specs.get(column.ordinal());
    }

    /// How an attribute column is stored; the type must be one that has columns.
    public ColumnSpec attribute(AttributeKey key) {
        return attribute(prefix, key);
    }

    /// The attribute that a column holds; empty for a fixed column.
    public Optional<AttributeKey> key(ColumnSpec spec) {
        return spec.name().startsWith(prefix)
                ? Optional.of(new AttributeKey(spec.name().substring(prefix.length()), type(spec)))
                : Optional.empty();
    }

    /// How the attribute column of a table with `prefix` is stored.
    public static ColumnSpec attribute(String prefix, AttributeKey key) {
        String name = prefix + key.key();
        return switch (key.type()) {
            case STRING -> ColumnSpec.optional(name, PhysicalType.BYTE_ARRAY, LogicalType.STRING);
            case BYTES -> ColumnSpec.optional(name, PhysicalType.BYTE_ARRAY, LogicalType.NONE);
            case BOOL -> ColumnSpec.optional(name, PhysicalType.BOOLEAN, LogicalType.NONE);
            case INT -> ColumnSpec.optional(name, PhysicalType.INT64, LogicalType.NONE);
            case DOUBLE -> ColumnSpec.optional(name, PhysicalType.DOUBLE, LogicalType.NONE);
            case EMPTY, ARRAY, MAP ->
                throw new IllegalArgumentException("values of type " + key.type() + " have no column");
        };
    }

    /// Whether values of this type can have a column.
    public static boolean hasColumn(ValueType type) {
        return switch (type) {
            case STRING, BYTES, BOOL, INT, DOUBLE -> true;
            case EMPTY, ARRAY, MAP -> false;
        };
    }

    private static ValueType type(ColumnSpec spec) {
        return switch (spec.type()) {
            case BYTE_ARRAY -> spec.logical() == LogicalType.STRING ? ValueType.STRING : ValueType.BYTES;
            case BOOLEAN -> ValueType.BOOL;
            case INT64 -> ValueType.INT;
            case DOUBLE -> ValueType.DOUBLE;
            case INT32, FIXED_8, FIXED_16 ->
                throw new IllegalArgumentException("attribute column '" + spec.name() + "' cannot be " + spec.type());
        };
    }

    private static ColumnSpec of(SpanColumn column) {
        String name = column.name().toLowerCase(Locale.ROOT);
        return switch (column) {
            case START -> ColumnSpec.required(name, PhysicalType.INT64, LogicalType.TIMESTAMP_NANOS);
            case DURATION -> number(name, PhysicalType.INT64);
            case RESOURCE, KIND, STATUS, SUBTREE_SIZE, SCOPE -> number(name, PhysicalType.INT32);
            case SERVICE_NAME, NAME -> text(name);
            case TRACE_ID -> ColumnSpec.required(name, PhysicalType.FIXED_16, LogicalType.NONE);
            case SPAN_ID -> ColumnSpec.required(name, PhysicalType.FIXED_8, LogicalType.NONE);
            case PARENT -> ColumnSpec.optional(name, PhysicalType.INT32, LogicalType.NONE);
            case PARENT_ID -> ColumnSpec.optional(name, PhysicalType.FIXED_8, LogicalType.NONE);
            case STATUS_MESSAGE, TRACE_STATE -> ColumnSpec.optional(name, PhysicalType.BYTE_ARRAY, LogicalType.STRING);
            case FLAGS, DROPPED_ATTRIBUTES, DROPPED_EVENTS, DROPPED_LINKS -> unsigned(name);
        };
    }

    private static ColumnSpec of(EventColumn column) {
        String name = column.name().toLowerCase(Locale.ROOT);
        return switch (column) {
            case SPAN, TIME -> number(name, PhysicalType.INT64);
            case NAME -> text(name);
            case DROPPED_ATTRIBUTES -> unsigned(name);
        };
    }

    private static ColumnSpec of(LinkColumn column) {
        String name = column.name().toLowerCase(Locale.ROOT);
        return switch (column) {
            case SPAN -> number(name, PhysicalType.INT64);
            case TRACE_ID -> ColumnSpec.required(name, PhysicalType.FIXED_16, LogicalType.NONE);
            case SPAN_ID -> ColumnSpec.required(name, PhysicalType.FIXED_8, LogicalType.NONE);
            case TRACE_STATE -> ColumnSpec.optional(name, PhysicalType.BYTE_ARRAY, LogicalType.STRING);
            case FLAGS, DROPPED_ATTRIBUTES -> unsigned(name);
        };
    }

    private static ColumnSpec number(String name, PhysicalType type) {
        return ColumnSpec.required(name, type, LogicalType.NONE);
    }

    private static ColumnSpec text(String name) {
        return ColumnSpec.required(name, PhysicalType.BYTE_ARRAY, LogicalType.STRING);
    }

    private static ColumnSpec unsigned(String name) {
        return ColumnSpec.optional(name, PhysicalType.INT32, LogicalType.UNSIGNED);
    }
}
