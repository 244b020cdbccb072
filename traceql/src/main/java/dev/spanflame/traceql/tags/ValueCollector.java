package dev.spanflame.traceql.tags;

import dev.spanflame.traceql.type.Value;
import java.util.HashSet;
import java.util.Set;

/// Gathers values within bounds, of arrays their elements.
final class ValueCollector {
    private final int maxCount;
    private final long maxBytes;
    private final Set<TagValue> values = new HashSet<>();
    private long bytes;
    private boolean truncated;

    ValueCollector(int maxCount, long maxBytes) {
        this.maxCount = maxCount;
        this.maxBytes = maxBytes;
    }

    void add(Value value) {
        if (truncated) {
            return;
        }
        if (value instanceof Value.Array array) {
            array.elements().forEach(this::add);
        } else if (TagValue.isOffered(value)) {
            add(TagValue.of(value));
        }
    }

    boolean isTruncated() {
        return truncated;
    }

    TagValues result() {
        return new TagValues(values.stream().sorted().toList(), truncated);
    }

    private void add(TagValue value) {
        if (values.size() >= maxCount || bytes + value.text().length() > maxBytes) {
            truncated = !values.contains(value);
        } else if (values.add(value)) {
            bytes += value.text().length();
        }
    }
}
