package dev.spanflame.querier.pyroscope.tenant;

import dev.spanflame.model.profile.ProfileBatch;
import dev.spanflame.model.profile.ProfileSymbols;
import dev.spanflame.model.profile.SampleTable.SampleColumn;
import dev.spanflame.model.profile.SampleType;
import dev.spanflame.model.profile.StackTable;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Reads folded stacks: lines of `outer;inner value`.
final class FoldedText {
    private static final SampleType SAMPLES = new SampleType("samples", "count");

    private final ProfileSymbols symbols = new ProfileSymbols(new byte[0]);
    private final StackTable stacks = new StackTable();
    private final ProfileBatch batch = new ProfileBatch(symbols, stacks, List.of(SAMPLES));
    private final Map<String, Integer> locations = new HashMap<>();

    private FoldedText() {}

    /// The profile; empty when not every line is of that form, or there is none.
    static Optional<ProfileBatch> parse(byte[] bytes) {
        FoldedText text = new FoldedText();
        for (String line : new String(bytes, StandardCharsets.UTF_8).split("\n", -1)) {
            if (!line.isBlank() && !text.isAdded(line.strip())) {
                return Optional.empty();
            }
        }
        text.batch.setPeriod(SAMPLES, 1).setTime(1, 0);
        return text.batch.samples().size() == 0 ? Optional.empty() : Optional.of(text.batch);
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
            add(line.substring(0, blank).split(";", -1), value);
        }
        return true;
    }

    private void add(String[] frames, long value) {
        for (int i = frames.length - 1; i >= 0; i--) {
            stacks.push(locations.computeIfAbsent(
                    frames[i], name -> symbols.addLocation(symbols.addFunction(symbols.addText(name)), 0)));
        }
        int row = batch.samples().add();
        batch.samples().setValue(row, 0, value);
        batch.samples().rows().set(SampleColumn.STACK, row, stacks.close());
    }
}
