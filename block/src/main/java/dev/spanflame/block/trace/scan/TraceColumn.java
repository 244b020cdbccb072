package dev.spanflame.block.trace.scan;

import dev.spanflame.block.trace.TraceIndex;
import dev.spanflame.traceql.fetch.Column;
import dev.spanflame.traceql.fetch.NumberSink;
import dev.spanflame.traceql.fetch.NumberedValues;
import dev.spanflame.traceql.fetch.RowSet;
import dev.spanflame.traceql.fetch.ValueTest;
import dev.spanflame.traceql.type.Value;
import java.util.function.Consumer;
import java.util.function.IntPredicate;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// A field that all spans of a trace share and every span has: a test is asked about traces, whose rows are taken
/// together.
final class TraceColumn implements Column {
    private final TraceIndex traces;
    private final Asking asking;
    private final Supplier<Column> maker;
    private @Nullable Column byRow;

    /// Makes the question whether a trace satisfies a test.
    @FunctionalInterface
    interface Asking {
        IntPredicate of(ValueTest test);
    }

    /// `byRow` makes the same field row by row, for whoever wants its values.
    TraceColumn(TraceIndex traces, Asking asking, Supplier<Column> byRow) {
        this.traces = traces;
        this.asking = asking;
        this.maker = byRow;
    }

    @Override
    public void select(ValueTest test, RowSet candidates, RowSet out) {
        IntPredicate asked = asking.of(test);
        RowSet found = new RowSet(candidates.size());
        int trace = 0;
        int row = candidates.next(0);
        while (row >= 0) {
            while (traces.firstRow(trace + 1) <= row) {
                trace++;
            }
            int end = traces.firstRow(trace + 1);
            if (asked.test(trace)) {
                found.addRange(row, end);
            }
            row = candidates.next(end);
        }
        found.and(candidates);
        out.or(found);
    }

    @Override
    public void present(RowSet candidates, RowSet out) {
        out.or(candidates);
    }

    @Override
    public Value value(int row) {
        return byRow().value(row);
    }

    @Override
    public void distinct(RowSet rows, Consumer<Value> out) {
        byRow().distinct(rows, out);
    }

    @Override
    public NumberedValues number(RowSet rows, int[] numbers) {
        return byRow().number(rows, numbers);
    }

    @Override
    public @Nullable Object numbered() {
        return byRow().numbered();
    }

    @Override
    public void read(RowSet rows, NumberSink out) {
        byRow().read(rows, out);
    }

    private Column byRow() {
        Column known = byRow;
        if (known == null) {
            known = maker.get();
            byRow = known;
        }
        return known;
    }
}
