package dev.spanflame.querier.tempo.diff;

import dev.spanflame.model.BackendException;
import dev.spanflame.querier.tempo.parameter.Shown;
import java.util.Arrays;
import java.util.stream.Collectors;

/// Documents that a difference can be told in.
enum DiffFormat {
    /// Every change of every span.
    PATCH("trace-patch-v0"),
    /// Totals, and which services changed.
    SUMMARY("trace-summary-v0-native"),
    /// The summary, with the patch where that is small.
    COMPOSED("trace-summary-v0-composed");

    private final String label;

    DiffFormat(String label) {
        this.label = label;
    }

    /// The name in requests and documents.
    String label() {
        return label;
    }

    /// The format of this name, [#PATCH] for an empty one; throws [BackendException] of kind BAD_REQUEST
    /// for any other.
    static DiffFormat of(String text) {
        if (text.isEmpty()) {
            return PATCH;
        }
        for (DiffFormat format : values()) {
            if (format.label.equals(text)) {
                return format;
            }
        }
        throw BackendException.badRequest(
                "invalid_diff_format",
                "format is '" + Shown.of(text) + "'; expected one of "
                        + Arrays.stream(values()).map(DiffFormat::label).collect(Collectors.joining(", ")));
    }
}
