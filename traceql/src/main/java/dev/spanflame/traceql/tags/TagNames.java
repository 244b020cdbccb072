package dev.spanflame.traceql.tags;

import dev.spanflame.traceql.fetch.Field;
import java.util.Collections;
import java.util.EnumMap;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeSet;

/// Keys of attributes by scope, sorted. `truncated` says that there are more than were asked for.
public record TagNames(Map<Field.Scope, SortedSet<String>> byScope, boolean truncated) {
    /// Copies the collections.
    public TagNames {
        Map<Field.Scope, SortedSet<String>> copy = new EnumMap<>(Field.Scope.class);
        byScope.forEach((scope, names) -> copy.put(scope, Collections.unmodifiableSortedSet(new TreeSet<>(names))));
        byScope = Collections.unmodifiableMap(copy);
    }

    /// Keys of one scope, perhaps none.
    public SortedSet<String> of(Field.Scope scope) {
        return byScope.getOrDefault(scope, Collections.emptySortedSet());
    }
}
