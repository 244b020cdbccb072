package dev.spanflame.generator.series;

import dev.spanflame.generator.label.Label;
import dev.spanflame.generator.label.LabelSet;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// Keeps each label to so many values: a value beyond them is replaced. Not thread-safe.
///
/// Values are counted by the series that have them, exactly; those that were there first stay.
public final class LabelCap {
    /// What stands for a value too many, as in Tempo.
    public static final String OVERFLOW = "__cardinality_overflow__";

    private final int max;
    private final Map<String, Map<String, Integer>> values = new HashMap<>();
    private long limited;

    /// At most `max` values for each label; 0 for no limit.
    public LabelCap(int max) {
        this.max = max;
    }

    /// `set` with the values that are too many replaced; `set` itself where none is.
    LabelSet apply(LabelSet set) {
        if (max == 0) {
            return set;
        }
        boolean changed = false;
        List<Label> out = new ArrayList<>(set.labels().size());
        for (Label label : set.labels()) {
            Map<String, Integer> known = values.getOrDefault(label.name(), Map.of());
            boolean over = known.size() >= max && !known.containsKey(label.value());
            changed |= over;
            out.add(over ? new Label(label.name(), OVERFLOW) : label);
        }
        limited += changed ? 1 : 0;
        return changed ? LabelSet.of(out) : set;
    }

    void retain(LabelSet set) {
        if (max > 0) {
            for (Label label : set.labels()) {
                if (!label.value().equals(OVERFLOW)) {
                    values.computeIfAbsent(label.name(), _ -> new HashMap<>()).merge(label.value(), 1, Integer::sum);
                }
            }
        }
    }

    void release(LabelSet set) {
        if (max > 0) {
            for (Label label : set.labels()) {
                values.getOrDefault(label.name(), new HashMap<>())
                        .computeIfPresent(label.value(), (_, count) -> count == 1 ? null : count - 1);
            }
        }
    }

    /// Spans some value of whose labels was replaced.
    public long limited() {
        return limited;
    }
}
