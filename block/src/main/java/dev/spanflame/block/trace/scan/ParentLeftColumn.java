package dev.spanflame.block.trace.scan;

import dev.spanflame.traceql.fetch.Column;
import dev.spanflame.traceql.fetch.NumberSink;
import dev.spanflame.traceql.fetch.NumberedValues;
import dev.spanflame.traceql.fetch.RowSet;
import dev.spanflame.traceql.fetch.ValueTest;
import dev.spanflame.traceql.fetch.WholeRange;
import dev.spanflame.traceql.type.Value;
import java.util.function.Consumer;

/// The left number of the parent, as [TraceFacts#parentLeft] has it. A question for negative numbers is one for roots,
/// as it is mostly meant, and is answered without numbering any trace.
final class ParentLeftColumn implements Column {
    private static final long ROOT = -1;

    private final TraceFacts facts;
    private final ComputedNumberColumn numbers;

    ParentLeftColumn(TraceFacts facts) {
        this.facts = facts;
        numbers = new ComputedNumberColumn(facts::parentLeft);
    }

    @Override
    public void select(ValueTest test, RowSet candidates, RowSet out) {
        WholeRange range = test.wholes();
        if (range == null || range.last() >= 0) {
            numbers.select(test, candidates, out);
        } else if (range.contains(ROOT)) {
            for (int row = candidates.next(0); row >= 0; row = candidates.next(row + 1)) {
                if (facts.isRoot(row)) {
                    out.add(row);
                }
            }
        }
    }

    @Override
    public void present(RowSet candidates, RowSet out) {
        numbers.present(candidates, out);
    }

    @Override
    public Value value(int row) {
        return numbers.value(row);
    }

    @Override
    public void distinct(RowSet rows, Consumer<Value> out) {
        numbers.distinct(rows, out);
    }

    @Override
    public NumberedValues number(RowSet rows, int[] out) {
        return numbers.number(rows, out);
    }

    @Override
    public void read(RowSet rows, NumberSink out) {
        numbers.read(rows, out);
    }
}
