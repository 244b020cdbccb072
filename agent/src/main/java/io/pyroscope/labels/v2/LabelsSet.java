package io.pyroscope.labels.v2;

import java.util.Map;
import java.util.function.BiConsumer;

/// Names and values that samples get. Immutable.
public final class LabelsSet {
    private final dev.spanflame.agent.labels.LabelsSet labels;

    /// Names and values in turn; an odd number of them is an [IllegalArgumentException].
    public LabelsSet(String... namesAndValues) {
        labels = new dev.spanflame.agent.labels.LabelsSet(namesAndValues);
    }

    /// The entries of a map.
    public LabelsSet(Map<String, String> entries) {
        labels = new dev.spanflame.agent.labels.LabelsSet(entries);
    }

    /// Calls `consumer` with each name and value.
    public void forEachLabel(BiConsumer<String, String> consumer) {
        labels.forEachLabel(consumer);
    }

    dev.spanflame.agent.labels.LabelsSet own() {
        return labels;
    }
}
