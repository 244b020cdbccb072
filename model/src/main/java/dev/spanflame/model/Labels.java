package dev.spanflame.model;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/// A set of name-value pairs, sorted by name, each name once: what identifies a series of profiles.
public final class Labels implements Iterable<Labels.Label>, Comparable<Labels> {
    /// No label at all.
    public static final Labels EMPTY = new Labels(List.of());

    /// One pair.
    public record Label(String name, String value) {}

    private final List<Label> pairs;

    private Labels(List<Label> pairs) {
        this.pairs = pairs;
    }

    /// Labels out of a map.
    public static Labels of(Map<String, String> values) {
        List<Label> pairs = new ArrayList<>(values.size());
        for (Map.Entry<String, String> entry : new TreeMap<>(values).entrySet()) {
            pairs.add(new Label(entry.getKey(), entry.getValue()));
        }
        return new Labels(List.copyOf(pairs));
    }

    /// Labels out of `name, value, name, value`; throws [IllegalArgumentException] on an odd number of texts.
    public static Labels of(String... namesAndValues) {
        if (namesAndValues.length % 2 != 0) {
            throw new IllegalArgumentException("expected name, value pairs, got " + namesAndValues.length + " texts");
        }
        Map<String, String> values = new TreeMap<>();
        for (int i = 0; i < namesAndValues.length; i += 2) {
            values.put(namesAndValues[i], namesAndValues[i + 1]);
        }
        return of(values);
    }

    /// Value of `name`, if present.
    public Optional<String> get(String name) {
        for (Label label : pairs) {
            if (label.name().equals(name)) {
                return Optional.of(label.value());
            }
        }
        return Optional.empty();
    }

    /// Value of `name`, or the empty string; a missing label equals an empty one in every selector.
    public String value(String name) {
        return get(name).orElse("");
    }

    /// A copy with `name` set to `value`.
    public Labels with(String name, String value) {
        Map<String, String> values = asMap();
        values.put(name, value);
        return of(values);
    }

    /// A copy with only the given names.
    public Labels keep(Collection<String> names) {
        List<Label> kept = new ArrayList<>();
        for (Label label : pairs) {
            if (names.contains(label.name())) {
                kept.add(label);
            }
        }
        return new Labels(List.copyOf(kept));
    }

    /// A modifiable sorted copy.
    public Map<String, String> asMap() {
        Map<String, String> values = new TreeMap<>();
        for (Label label : pairs) {
            values.put(label.name(), label.value());
        }
        return values;
    }

    /// The pairs in order of their names.
    public List<Label> pairs() {
        return pairs;
    }

    /// Number of pairs.
    public int size() {
        return pairs.size();
    }

    @Override
    public Iterator<Label> iterator() {
        return pairs.iterator();
    }

    @Override
    public int compareTo(Labels other) {
        int shared = Math.min(pairs.size(), other.pairs.size());
        for (int i = 0; i < shared; i++) {
            int byName = pairs.get(i).name().compareTo(other.pairs.get(i).name());
            int order = byName != 0
                    ? byName
                    : pairs.get(i).value().compareTo(other.pairs.get(i).value());
            if (order != 0) {
                return order;
            }
        }
        return Integer.compare(pairs.size(), other.pairs.size());
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Labels labels && pairs.equals(labels.pairs);
    }

    @Override
    public int hashCode() {
        return pairs.hashCode();
    }

    @Override
    public String toString() {
        StringBuilder text = new StringBuilder("{");
        for (Label label : pairs) {
            text.append(text.length() > 1 ? ", " : "").append(label.name()).append("=\"");
            text.append(label.value()).append('"');
        }
        return text.append('}').toString();
    }
}
