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

    /// Whether no row can have a value; lets callers skip work.
    default boolean isEmpty() {
        return false;
    }
}
