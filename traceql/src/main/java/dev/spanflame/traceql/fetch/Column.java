package dev.spanflame.traceql.fetch;

import dev.spanflame.traceql.type.Value;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// One field over the rows of a partition, or over its events or links. A row without a value has Nil.
///
/// Used by one thread at a time.
public interface Column {
    /// Adds to `out` those rows of `candidates` whose value satisfies `test`. Nil never does.
    void select(ValueTest test, RowSet candidates, RowSet out);

    /// Adds to `out` those rows of `candidates` that have a value.
    void present(RowSet candidates, RowSet out);

    /// Value of one row, [Value#NIL] if it has none.
    Value value(int row);

    /// Hands every distinct value among `rows` to `out`, each at least once, Nil never.
    void distinct(RowSet rows, Consumer<Value> out);

    /// Puts a number for its value into `numbers[row]`, for every row of `rows` that has one.
    ///
    /// A row without may get a number of Nil; the other entries stay as they are. Gives the values of the
    /// numbers, so that a stored dictionary need not be read where only its numbers matter.
    default NumberedValues number(RowSet rows, int[] numbers) {
        Map<Value, Integer> known = new HashMap<>();
        List<Value> values = new ArrayList<>(List.of(Value.NIL));
        for (int row = rows.next(0); row >= 0; row = rows.next(row + 1)) {
            Value value = value(row);
            if (!(value instanceof Value.Nil)) {
                Integer number = known.putIfAbsent(value, values.size());
                if (number == null) {
                    number = values.size();
                    values.add(value);
                }
                numbers[row] = number;
            }
        }
        return new NumberedValues(values.size(), values::get);
    }

    /// What the numbers of [#number] are of, such as the resource of a row: columns of one partition for which this
    /// is the same object give every row the same number, whether or not that number has a value. Null where the
    /// numbers are the column's own.
    default @Nullable Object numbered() {
        return null;
    }

    /// Hands the number of every row of `rows` to `out`, in any order; what is no number is left out.
    default void read(RowSet rows, NumberSink out) {
        for (int row = rows.next(0); row >= 0; row = rows.next(row + 1)) {
            out.of(row, value(row));
        }
    }

    /// Whether no row can have a value; lets callers skip work.
    default boolean isEmpty() {
        return false;
    }
}
