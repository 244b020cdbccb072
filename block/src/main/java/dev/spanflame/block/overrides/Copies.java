package dev.spanflame.block.overrides;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// Unchangeable copies, null for null, that hold no null. Apart from the records, whose constants need it
/// while their classes are still being initialized.
final class Copies {
    private Copies() {}

    /// Throws [IllegalArgumentException] for an element that is null.
    static <T> @Nullable List<T> of(@Nullable List<T> list) {
        if (list == null) {
            return null;
        }
        if (list.stream().anyMatch(Objects::isNull)) {
            throw new IllegalArgumentException("null is no element of a list");
        }
        return Collections.unmodifiableList(new ArrayList<>(list));
    }

    /// Throws [IllegalArgumentException] for a value that is null.
    static <T> @Nullable Map<String, T> of(@Nullable Map<String, T> map) {
        if (map == null) {
            return null;
        }
        if (map.values().stream().anyMatch(Objects::isNull)) {
            throw new IllegalArgumentException("null is no value of a map");
        }
        return Collections.unmodifiableMap(new LinkedHashMap<>(map));
    }
}
