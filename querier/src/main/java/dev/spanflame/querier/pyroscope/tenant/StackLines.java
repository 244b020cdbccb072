package dev.spanflame.querier.pyroscope.tenant;

import dev.spanflame.model.BackendException;
import dev.spanflame.model.profile.ProfileBatch;
import dev.spanflame.model.profile.ProfileSymbols;
import dev.spanflame.model.profile.SampleTable.SampleColumn;
import dev.spanflame.model.profile.SampleType;
import dev.spanflame.model.profile.StackTable;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Makes a profile of stacks that are lists of names. Used once, by one thread.
final class StackLines {
    /// Frames of all stacks together.
    private static final long MAX_FRAMES = 20_000_000;

    private final ProfileSymbols symbols = new ProfileSymbols(new byte[0]);
    private final StackTable stacks = new StackTable();
    private final ProfileBatch batch;
    private final SampleType type;
    private final Map<String, Integer> locations = new HashMap<>();
    private long frames;

    StackLines(SampleType type) {
        this.type = type;
        this.batch = new ProfileBatch(symbols, stacks, List.of(type));
    }

    /// Adds a stack, the outermost function first. Throws [BackendException] of kind BAD_REQUEST when all stacks
    /// together have too many frames.
    void add(List<String> outermostFirst, long value) {
        frames += outermostFirst.size();
        if (frames > MAX_FRAMES) {
            throw BackendException.badRequest(
                    "profile_size_limit", "the stacks of the profile have more than " + MAX_FRAMES + " frames");
        }
        for (String frame : outermostFirst.reversed()) {
            stacks.push(locations.computeIfAbsent(
                    frame, name -> symbols.addLocation(symbols.addFunction(symbols.addText(name)), 0)));
        }
        int row = batch.samples().add();
        batch.samples().setValue(row, 0, value);
        batch.samples().rows().set(SampleColumn.STACK, row, stacks.close());
    }

    /// The profile; empty where no stack was added.
    Optional<ProfileBatch> batch() {
        batch.setPeriod(type, 1).setTime(1, 0);
        return batch.samples().size() == 0 ? Optional.empty() : Optional.of(batch);
    }
}
