package dev.spanflame.traceql.eval;

import dev.spanflame.traceql.fetch.Column;
import dev.spanflame.traceql.fetch.Elements;
import dev.spanflame.traceql.fetch.Field;
import dev.spanflame.traceql.fetch.SpanPartition;
import dev.spanflame.traceql.plan.FieldRef;
import dev.spanflame.traceql.plan.Level;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.Map;

/// The columns of a partition by the names of the language, each asked for once.
public final class PartitionColumns {
    private final SpanPartition partition;
    private final Map<FieldRef, Column> columns = new HashMap<>();
    private final Map<Level, Elements> elements = new EnumMap<>(Level.class);

    /// Columns of this partition.
    public PartitionColumns(SpanPartition partition) {
        this.partition = partition;
    }

    /// The partition.
    public SpanPartition partition() {
        return partition;
    }

    /// The column of a field: over the spans, or over the events or links if it is theirs.
    public Column column(FieldRef ref) {
        Column column = columns.get(ref);
        if (column == null) {
            column = open(ref);
            columns.put(ref, column);
        }
        return column;
    }

    /// The elements of a level; throws [IllegalArgumentException] for the spans' own.
    public Elements elements(Level level) {
        Elements known = elements.get(level);
        if (known == null) {
            known = switch (level) {
                case EVENT -> partition.events();
                case LINK -> partition.links();
                case SPAN -> throw new IllegalArgumentException("spans are no elements of spans");
            };
            elements.put(level, known);
        }
        return known;
    }

    private Column open(FieldRef ref) {
        return switch (ref) {
            case FieldRef.Stored(Field field) ->
                ref.level() == Level.SPAN
                        ? partition.column(field)
                        : elements(ref.level()).column(field);
            case FieldRef.Unscoped unscoped ->
                new UnscopedColumn(
                        partition.column(unscoped.fields().get(0)),
                        partition.column(unscoped.fields().get(1)));
            case FieldRef.OfParent(FieldRef field) -> new ParentColumn(column(field), partition);
            case FieldRef.ServiceName _ -> new ServiceNameColumn(partition.column(FieldRef.ServiceName.FIELD));
        };
    }
}
