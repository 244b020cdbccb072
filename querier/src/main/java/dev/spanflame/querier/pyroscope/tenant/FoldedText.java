package dev.spanflame.querier.pyroscope.tenant;

import dev.spanflame.model.profile.ProfileBatch;
import dev.spanflame.model.profile.SampleType;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;

/// Reads folded stacks: lines of `outer;inner value`.
final class FoldedText {
    private final StackLines stacks = new StackLines(new SampleType("samples", "count"));

    private FoldedText() {}

    /// The profile; empty when not every line is of that form, or there is none.
    static Optional<ProfileBatch> parse(byte[] bytes) {
        FoldedText text = new FoldedText();
        for (String line : new String(bytes, StandardCharsets.UTF_8).split("\n", -1)) {
            if (!line.isBlank() && !text.isAdded(line.strip())) {
                return Optional.empty();
            }
        }
        return text.stacks.batch();
    }

    private boolean isAdded(String line) {
        int blank = line.lastIndexOf(' ');
        if (blank <= 0 || blank > line.length() - 2 || line.length() - blank > 19) {
            return false;
        }
        for (int i = blank + 1; i < line.length(); i++) {
            if (line.charAt(i) < '0' || line.charAt(i) > '9') {
                return false;
            }
        }
        long value = Long.parseLong(line, blank + 1, line.length(), 10);
        if (value > 0) {
            stacks.add(List.of(line.substring(0, blank).split(";", -1)), value);
        }
        return true;
    }
}
