package dev.spanflame.traceql.tags;

import java.util.List;

/// Values of a field, sorted by type and text. `truncated` says that there are more than were asked for.
public record TagValues(List<TagValue> values, boolean truncated) {
    /// No value.
    public static final TagValues EMPTY = new TagValues(List.of(), false);

    /// Copies the list.
    public TagValues {
        values = List.copyOf(values);
    }
}
