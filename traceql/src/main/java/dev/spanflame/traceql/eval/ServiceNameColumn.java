package dev.spanflame.traceql.eval;

import dev.spanflame.traceql.fetch.Column;
import dev.spanflame.traceql.fetch.NumberedValues;
import dev.spanflame.traceql.fetch.RowSet;
import dev.spanflame.traceql.fetch.ValueTest;
import dev.spanflame.traceql.plan.TextTest;
import dev.spanflame.traceql.type.Value;
import java.util.function.Consumer;

/// `resource.service.name`: never nil. Where the resource has no text under that key the value is the empty text;
/// a value of another type can be found by its own type as well.
final class ServiceNameColumn implements Column {
    private static final Value EMPTY = new Value.Text("");
    private static final ValueTest IS_TEXT = new TextTest();

    private final Column stored;

    ServiceNameColumn(Column stored) {
        this.stored = stored;
    }

    @Override
    public void select(ValueTest test, RowSet candidates, RowSet out) {
        stored.select(test, candidates, out);
        if (test.test(EMPTY)) {
            RowSet texts = new RowSet(candidates.size());
            stored.select(IS_TEXT, candidates, texts);
            RowSet rest = candidates.copy();
            rest.andNot(texts);
            out.or(rest);
        }
    }

    @Override
    public void present(RowSet candidates, RowSet out) {
        out.or(candidates);
    }

    @Override
    public NumberedValues number(RowSet rows, int[] numbers) {
        int[] known = new int[numbers.length];
        NumberedValues texts = stored.number(rows, known);
        int empty = texts.size();
        for (int start = rows.next(0); start >= 0; ) {
            int end = rows.gap(start);
            for (int row = start; row < end; row++) {
                numbers[row] = known[row] > 0 ? known[row] : empty;
            }
            start = rows.next(end);
        }
        return new NumberedValues(
                empty + 1, number -> number < empty && texts.value(number) instanceof Value.Text text ? text : EMPTY);
    }

    @Override
    public Value value(int row) {
        Value value = stored.value(row);
        return value instanceof Value.Text ? value : EMPTY;
    }

    @Override
    public void distinct(RowSet rows, Consumer<Value> out) {
        stored.distinct(rows, out);
    }
}
