package dev.spanflame.block.trace.scan;

import dev.spanflame.block.column.ColumnData;
import dev.spanflame.block.trace.Cells;
import dev.spanflame.block.trace.TableRows;
import dev.spanflame.traceql.fetch.Column;
import dev.spanflame.traceql.fetch.Elements;
import dev.spanflame.traceql.fetch.Field;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// Events or links as the language sees them.
final class ElementView implements Elements {
    private final Field.Scope scope;
    private final TableRows<?> table;
    private final @Nullable ColumnData owners;
    private final Function<Field.Intrinsic, Column> intrinsics;
    private final Map<Field, Column> columns = new HashMap<>();

    /// `scope` is that of their attributes, `owners` holds the span row of each element.
    ElementView(
            Field.Scope scope,
            TableRows<?> table,
            @Nullable ColumnData owners,
            Function<Field.Intrinsic, Column> intrinsics) {
        this.scope = scope;
        this.table = table;
        this.owners = owners;
        this.intrinsics = intrinsics;
    }

    @Override
    public int count() {
        return table.rows();
    }

    @Override
    public int spanRow(int element) {
        return (int) Cells.number(owners, element, 0);
    }

    @Override
    public Column column(Field field) {
        return columns.computeIfAbsent(field, this::load);
    }

    private Column load(Field field) {
        return switch (field) {
            case Field.Intrinsic intrinsic -> intrinsics.apply(intrinsic);
            case Field.Attribute(Field.Scope of, String key) ->
                of == scope ? AttributeColumns.of(table, key) : new UnionColumn(List.of());
        };
    }
}
