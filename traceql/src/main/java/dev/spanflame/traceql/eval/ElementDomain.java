package dev.spanflame.traceql.eval;

import dev.spanflame.traceql.fetch.Column;
import dev.spanflame.traceql.fetch.Elements;
import dev.spanflame.traceql.fetch.RowSet;
import dev.spanflame.traceql.plan.Expr;
import dev.spanflame.traceql.plan.FieldRef;
import dev.spanflame.traceql.plan.Level;
import dev.spanflame.traceql.type.Value;

/// Conditions asked of the events, or of the links, of spans. What concerns only the span is asked of the spans.
final class ElementDomain implements Domain {
    private final Level level;
    private final PartitionColumns columns;
    private final RowValues values;
    private final Truth spans;
    private final Elements elements;

    ElementDomain(Level level, PartitionColumns columns, RowValues values, Truth spans) {
        this.level = level;
        this.columns = columns;
        this.values = values;
        this.spans = spans;
        this.elements = columns.elements(level);
    }

    @Override
    public int size() {
        return elements.count();
    }

    @Override
    public boolean isAbsent(FieldRef field) {
        return field.level() != level;
    }

    @Override
    public Column column(FieldRef field) {
        return isAbsent(field) ? EmptyColumn.INSTANCE : columns.column(field);
    }

    @Override
    public Value value(Expr expr, int row) {
        int span = elements.spanRow(row);
        return level == Level.EVENT ? values.value(expr, span, row, -1) : values.value(expr, span, -1, row);
    }

    @Override
    public boolean isShared(Expr expr) {
        return !expr.touches(level);
    }

    @Override
    public RowSet shared(Expr expr, RowSet candidates, boolean wanted) {
        RowSet found = spans.rows(expr, spansOf(candidates), wanted);
        RowSet out = new RowSet(size());
        for (int element = candidates.next(0); element >= 0; element = candidates.next(element + 1)) {
            if (found.contains(elements.spanRow(element))) {
                out.add(element);
            }
        }
        return out;
    }

    /// The spans that some of these elements belong to.
    RowSet spansOf(RowSet these) {
        RowSet rows = new RowSet(columns.partition().rowCount());
        for (int element = these.next(0); element >= 0; element = these.next(element + 1)) {
            rows.add(elements.spanRow(element));
        }
        return rows;
    }

    /// The elements of these spans.
    RowSet elementsOf(RowSet rows) {
        RowSet out = new RowSet(size());
        for (int element = 0; element < elements.count(); element++) {
            if (rows.contains(elements.spanRow(element))) {
                out.add(element);
            }
        }
        return out;
    }
}
