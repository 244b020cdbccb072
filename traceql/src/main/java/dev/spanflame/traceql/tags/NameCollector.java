package dev.spanflame.traceql.tags;

import dev.spanflame.traceql.fetch.Field;
import java.util.EnumMap;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeSet;

/// Gathers names within bounds.
final class NameCollector {
    private final int maxCount;
    private final long maxBytes;
    private final Map<Field.Scope, SortedSet<String>> byScope = new EnumMap<>(Field.Scope.class);
    private long bytes;
    private boolean truncated;

    NameCollector(int maxCount, long maxBytes) {
        this.maxCount = maxCount;
        this.maxBytes = maxBytes;
    }

    boolean has(Field.Attribute attribute) {
        SortedSet<String> names = byScope.get(attribute.scope());
        return names != null && names.contains(attribute.key());
    }

    void add(Field.Attribute attribute) {
        SortedSet<String> names = byScope.computeIfAbsent(attribute.scope(), _ -> new TreeSet<>());
        if (names.contains(attribute.key())) {
            return;
        }
        if (names.size() >= maxCount || bytes + attribute.key().length() > maxBytes) {
            truncated = true;
            return;
        }
        names.add(attribute.key());
        bytes += attribute.key().length();
    }

    TagNames result() {
        return new TagNames(byScope, truncated);
    }
}
