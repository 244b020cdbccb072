package dev.spanflame.generator.label;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.TreeMap;

/// Labels of a series without its metric name, sorted by name as remote write asks for. Immutable.
///
/// @param labels names are unique; a label without a value is none and is not here
public record LabelSet(List<Label> labels) {
    /// Names and values are cut to these bytes, as Tempo cuts them.
    public static final int MAX_NAME_BYTES = 1024;

    /// See [#MAX_NAME_BYTES].
    public static final int MAX_VALUE_BYTES = 2048;

    /// Where everything goes that has no room of its own.
    public static final LabelSet OVERFLOW = of(List.of(new Label("metric_overflow", "true")));

    /// No label.
    public static final LabelSet EMPTY = of(List.of());

    /// Copies the list.
    public LabelSet {
        labels = List.copyOf(labels);
    }

    /// The set of these labels. Of several with one name the last that has a value counts.
    public static LabelSet of(Collection<Label> labels) {
        TreeMap<String, String> sorted = new TreeMap<>();
        for (Label label : labels) {
            if (!label.value().isEmpty()) {
                sorted.put(cut(label.name()), label.value());
            }
        }
        List<Label> unique = new ArrayList<>(sorted.size());
        sorted.forEach((name, value) -> unique.add(new Label(name, value)));
        return new LabelSet(unique);
    }

    /// This set with those labels in place of the ones with the same names.
    public LabelSet with(LabelSet others) {
        List<Label> all = new ArrayList<>(labels);
        all.addAll(others.labels);
        return of(all);
    }

    /// Names are ASCII: a character is a byte.
    private static String cut(String name) {
        return name.length() <= MAX_NAME_BYTES ? name : name.substring(0, MAX_NAME_BYTES);
    }
}
