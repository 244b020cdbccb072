package dev.spanflame.traceql.metrics.measure;

import dev.spanflame.traceql.eval.NamedValue;
import dev.spanflame.traceql.fetch.RowSet;
import dev.spanflame.traceql.metrics.series.MemoryBudget;
import dev.spanflame.traceql.metrics.series.Series;
import dev.spanflame.traceql.type.Value;
import java.util.ArrayList;
import java.util.List;

/// Numbers the combinations of values that spans are grouped by; without a field there is one group, 0. Used by one
/// thread.
public final class Grouping {
    private final List<Measured.Group> by;
    private final List<ValueNumbers> values = new ArrayList<>();
    // The pair at index i joins the number of the values before i with that of value i; there is none at 0.
    private final List<PairNumbers> pairs = new ArrayList<>();

    /// Groups by the values of these expressions.
    public Grouping(List<Measured.Group> by, MemoryBudget budget) {
        this.by = by;
        for (int i = 0; i < by.size(); i++) {
            values.add(new ValueNumbers(budget));
            pairs.add(new PairNumbers(budget));
        }
    }

    boolean isEmpty() {
        return by.isEmpty();
    }

    /// Number of the group of each row; indexed by row.
    public int[] of(FoundRows found) {
        RowSet rows = found.rows();
        if (by.isEmpty()) {
            return new int[rows.size()];
        }
        int[] groups = found.numbers(by.getFirst().expr(), values.getFirst());
        for (int i = 1; i < by.size(); i++) {
            int[] numbers = found.numbers(by.get(i).expr(), values.get(i));
            PairNumbers joined = pairs.get(i);
            for (int row = rows.next(0); row >= 0; row = rows.next(row + 1)) {
                groups[row] = joined.number(groups[row], numbers[row]);
            }
        }
        return groups;
    }

    /// Values of a group, [Value#NIL] where it has none.
    public List<Value> values(int group) {
        Value[] parts = new Value[by.size()];
        int left = group;
        for (int i = by.size() - 1; i > 0; i--) {
            parts[i] = values.get(i).value(pairs.get(i).second(left));
            left = pairs.get(i).first(left);
        }
        if (parts.length > 0) {
            parts[0] = values.getFirst().value(left);
        }
        return List.of(parts);
    }

    /// Labels of a group: nil values are left out, but where all are nil, the first stays.
    List<NamedValue> labels(int group) {
        List<Value> parts = values(group);
        List<NamedValue> labels = new ArrayList<>();
        for (int i = 0; i < parts.size(); i++) {
            if (!(parts.get(i) instanceof Value.Nil)) {
                labels.add(new NamedValue(by.get(i).label(), parts.get(i)));
            }
        }
        if (labels.isEmpty() && !parts.isEmpty()) {
            labels.add(new NamedValue(by.getFirst().label(), Value.NIL));
        }
        return labels;
    }

    /// Labels of a group, or the name of the function where nothing is grouped by.
    List<NamedValue> labels(int group, String function) {
        return by.isEmpty() ? List.of(new NamedValue(Series.NAME, Value.of(function))) : labels(group);
    }
}
