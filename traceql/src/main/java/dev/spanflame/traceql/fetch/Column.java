package dev.spanflame.traceql.fetch;

import dev.spanflame.traceql.type.Value;
import java.util.function.Consumer;

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

    /// Puts the number of its value into `numbers[row]`, for every row of `rows` that has one; the other
    /// entries stay as
    /// they are. Each value is numbered at least once, and a stored dictionary need not be asked for every
    /// row.
    default void number(RowSet rows, ValueNumbering numbering, int[] numbers) {
        for (int row = rows.next(0); row >= 0; row = rows.next(row + 1)) {
            Value value = value(row);
            if (!(value instanceof Value.Nil)) {
                numbers[row] = numbering.number(value);
            }
        }
    }

    /// Hands the value of every row of `rows` to `out`, in order of rows; what is no number is left out.
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
