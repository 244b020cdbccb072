package dev.spanflame.traceql.search;

import dev.spanflame.model.TimeRange;
import dev.spanflame.traceql.fetch.Column;
import dev.spanflame.traceql.fetch.Elements;
import dev.spanflame.traceql.fetch.Field;
import dev.spanflame.traceql.fetch.RowSet;
import dev.spanflame.traceql.fetch.SpanPartition;
import dev.spanflame.traceql.fetch.ValueTest;
import dev.spanflame.traceql.type.Value;
import java.util.Collection;
import java.util.List;
import java.util.function.Consumer;

/// Very many traces of a few spans, computed instead of stored: every field is the row as a number or a text.
final class LargePartition implements SpanPartition {
    private static final int SPANS_PER_TRACE = 4;

    private final int traces;

    LargePartition(int traces) {
        this.traces = traces;
    }

    @Override
    public TimeRange range() {
        return new TimeRange(0, 2L * rowCount());
    }

    @Override
    public int rowCount() {
        return traces * SPANS_PER_TRACE;
    }

    @Override
    public int traceCount() {
        return traces;
    }

    @Override
    public int firstRow(int trace) {
        return trace * SPANS_PER_TRACE;
    }

    @Override
    public long traceIdHigh(int trace) {
        return 0;
    }

    @Override
    public long traceIdLow(int trace) {
        return trace + 1L;
    }

    @Override
    public int parentRow(int row) {
        return isRoot(row) ? -1 : row - 1;
    }

    @Override
    public int subtreeEnd(int row) {
        return (row / SPANS_PER_TRACE + 1) * SPANS_PER_TRACE;
    }

    @Override
    public boolean isRoot(int row) {
        return row % SPANS_PER_TRACE == 0;
    }

    @Override
    public long spanId(int row) {
        return row + 1L;
    }

    @Override
    public long startNanos(int row) {
        return row;
    }

    @Override
    public long durationNanos(int row) {
        return row % 100;
    }

    @Override
    public Column column(Field field) {
        boolean text = field == Field.Intrinsic.NAME || field.toString().contains("text");
        return new Column() {
            @Override
            public void select(ValueTest test, RowSet candidates, RowSet out) {
                for (int row = candidates.next(0); row >= 0; row = candidates.next(row + 1)) {
                    if (text ? test.test(value(row)) : test.testInt(row)) {
                        out.add(row);
                    }
                }
            }

            @Override
            public void present(RowSet candidates, RowSet out) {
                out.or(candidates);
            }

            @Override
            public Value value(int row) {
                return text ? Value.of("name " + row) : Value.of(row);
            }

            @Override
            public void distinct(RowSet rows, Consumer<Value> out) {
                for (int row = rows.next(0); row >= 0; row = rows.next(row + 1)) {
                    out.accept(value(row));
                }
            }
        };
    }

    @Override
    public Elements events() {
        return new NoElements();
    }

    @Override
    public Elements links() {
        return new NoElements();
    }

    @Override
    public Collection<Field.Attribute> attributes() {
        return List.of(new Field.Attribute(Field.Scope.SPAN, "text"), new Field.Attribute(Field.Scope.SPAN, "number"));
    }

    private static final class NoElements implements Elements {
        @Override
        public int count() {
            return 0;
        }

        @Override
        public int spanRow(int element) {
            throw new IndexOutOfBoundsException(element);
        }

        @Override
        public Column column(Field field) {
            throw new IllegalStateException("nobody needs " + field);
        }
    }
}
