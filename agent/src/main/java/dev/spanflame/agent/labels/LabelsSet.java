package dev.spanflame.agent.labels;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.BiConsumer;

/// Names and values that samples get. Immutable.
public final class LabelsSet {
    private final Map<String, String> labels;

    /// Names and values in turn; an odd number of them is an [IllegalArgumentException].
    public LabelsSet(String... namesAndValues) {
        if (namesAndValues.length % 2 != 0) {
            throw new IllegalArgumentException("labels are names and values in turn, but there are "
                    + namesAndValues.length + " strings: one value is missing");
        }
        Map<String, String> map = new LinkedHashMap<>();
        for (int i = 0; i < namesAndValues.length; i += 2) {
            map.put(namesAndValues[i], namesAndValues[i + 1]);
        }
        this.labels = Collections.unmodifiableMap(map);
    }

    /// The entries of a map.
    public LabelsSet(Map<String, String> labels) {
        this.labels = Collections.unmodifiableMap(new LinkedHashMap<>(labels));
    }

    /// Calls `consumer` with each name and value.
    public void forEachLabel(BiConsumer<String, String> consumer) {
        labels.forEach(consumer);
    }

    Map<String, String> asMap() {
        return labels;
    }
}
