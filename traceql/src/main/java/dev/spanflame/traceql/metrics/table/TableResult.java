package dev.spanflame.traceql.metrics.table;

import dev.spanflame.traceql.type.Value;
import java.util.List;

/// A table: rows in the order of their first number, the largest first, then by the text of their keys.
///
/// `keys` are the names of the fields grouped by, `foundRows` is how many rows there were before the bound on their
/// number.
public record TableResult(
        List<String> keys,
        List<Heading> numbers,
        List<Row> rows,
        int foundRows,
        long inspectedTraces,
        long inspectedSpans) {
    /// Copies the lists.
    public TableResult {
        keys = List.copyOf(keys);
        numbers = List.copyOf(numbers);
        rows = List.copyOf(rows);
    }

    /// A column of numbers by its text in the query; `whole` if all are integers, `seconds` if they are of durations.
    public record Heading(String name, boolean whole, boolean seconds) {}

    /// Values grouped by, [Value#NIL] where spans had none; numbers, NaN where there is none.
    public record Row(List<Value> keys, double[] numbers) {
        /// Copies the list; the numbers are shared.
        public Row {
            keys = List.copyOf(keys);
        }
    }

    /// Whether rows are missing.
    public boolean truncated() {
        return foundRows > rows.size();
    }
}
