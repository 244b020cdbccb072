package dev.spanflame.traceql.metrics.measure;

import dev.spanflame.traceql.eval.NamedValue;
import dev.spanflame.traceql.fetch.RowSet;
import dev.spanflame.traceql.metrics.cells.PairNumbers;
import dev.spanflame.traceql.metrics.cells.ValueNumbers;
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
        return in(found).globals(found.rows());
    }

    /// The groups in one partition. May be called by any thread; changes nothing.
    PartGroups in(FoundRows found) {
        if (by.isEmpty()) {
            return new PartGroups(new int[found.rows().size()], 1, _ -> 0);
        }
        PartGroups groups = found.numbered(by.getFirst().expr(), values.getFirst());
        for (int i = 1; i < by.size(); i++) {
            PartGroups next = found.numbered(by.get(i).expr(), values.get(i));
            groups = joined(found.rows(), groups, next, pairs.get(i));
        }
        return groups;
    }

    private static PartGroups joined(RowSet rows, PartGroups left, PartGroups right, PairNumbers all) {
        PartPairs local = PartPairs.of(rows, left, right.numbers(), right.count());
        return new PartGroups(
                left.numbers(),
                local.count(),
                pair -> all.number(left.global(local.first(pair)), right.global(local.second(pair))));
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
