package dev.spanflame.proto.text;

import dev.spanflame.model.BackendException;
import dev.spanflame.model.profile.ProfileBatch;
import dev.spanflame.model.profile.ProfileBatch.Oddity;
import dev.spanflame.model.profile.ProfileBatch.Refusal;
import dev.spanflame.model.profile.ProfileLimits;
import dev.spanflame.model.profile.ProfileSymbols;
import dev.spanflame.model.profile.SampleTable.SampleColumn;
import dev.spanflame.model.profile.StackTable;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// A profile of one sample type that is made of names of frames. Not thread-safe.
public final class TextProfile {
    /// Frames of all stacks. A few bytes of a trie or a tree can ask for a stack as deep as allowed.
    private static final int MAX_FRAMES = 16 << 20;

    private final ProfileLimits limits;
    private final String format;
    private final ProfileBatch batch;
    private final ProfileSymbols symbols = new ProfileSymbols(new byte[0]);
    private final StackTable stacks = new StackTable();
    private final Map<String, Integer> locations = new HashMap<>();
    private final long factor;
    private int[] open = new int[64];
    private int depth;
    private int frames;

    /// An empty profile in a format of this name. Each sample counts `periodNanos` where the type is
    /// timed.
    public TextProfile(String format, NamedType type, long periodNanos, ProfileLimits limits) {
        this.format = format;
        this.limits = limits;
        this.factor = type.timed() ? periodNanos : 1;
        this.batch = new ProfileBatch(symbols, stacks, List.of(type.type()));
        batch.setPeriod(type.period(), type.timed() ? periodNanos : 0);
    }

    /// What was read so far.
    public ProfileBatch batch() {
        return batch;
    }

    /// Number of open frames.
    int depth() {
        return depth;
    }

    /// Whether more frames are open than a stack may have; those opened now are not kept.
    boolean isFull() {
        return depth >= limits.maxStackDepth();
    }

    /// Opens a frame below those that are open: the first is the root.
    void push(String name) {
        if (isFull()) {
            depth++;
            return;
        }
        if (depth == open.length) {
            open = Arrays.copyOf(open, depth * 2);
        }
        Integer known = locations.get(name);
        open[depth++] = known == null ? add(name) : known;
    }

    /// Leaves the innermost frames until `newDepth` are open.
    void pop(int newDepth) {
        depth = newDepth;
    }

    /// Counts `value` for the open frames, of which those nearest to the leaf are left out where they
    /// are too many.
    void count(long value) {
        if (value <= 0 || depth == 0) {
            batch.refuse(value < 0 ? Refusal.NEGATIVE_VALUE : value == 0 ? Refusal.ALL_ZERO : Refusal.NO_STACK);
            return;
        }
        addSample(value > Long.MAX_VALUE / factor ? Long.MAX_VALUE : value * factor);
    }

    /// The same for a value in the unit of the profile.
    void countExactly(long value) {
        if (value > 0 && depth > 0) {
            addSample(value);
        }
    }

    private void addSample(long value) {
        if (batch.samples().size() == limits.maxSamples()) {
            throw BackendException.badRequest(
                    "samples_limit",
                    "the profile has more than " + limits.maxSamples()
                            + " samples (max_profile_stacktrace_samples); send shorter profiles");
        }
        int kept = Math.min(depth, limits.maxStackDepth());
        if (kept < depth) {
            batch.note(Oddity.STACK_TOO_DEEP);
        }
        frames += kept;
        if (frames > MAX_FRAMES) {
            throw MalformedText.because(format, "its stacks have more than " + MAX_FRAMES + " frames");
        }
        for (int i = kept - 1; i >= 0; i--) {
            stacks.push(open[i]);
        }
        int row = batch.samples().add();
        batch.samples().rows().set(SampleColumn.STACK, row, stacks.close());
        batch.samples().setValue(row, 0, value);
    }

    private int add(String name) {
        String cut = name;
        if (name.length() > limits.maxTextBytes() / 4) {
            cut = name.substring(name.length() - limits.maxTextBytes() / 4);
            batch.note(Oddity.TEXT_TOO_LONG);
        }
        if (symbols.bytesSize() > limits.maxProfileBytes()) {
            throw MalformedText.because(
                    format,
                    "the names in it take more than " + limits.maxProfileBytes() + " bytes (max_profile_size_bytes)");
        }
        int location = symbols.addLocation(symbols.addFunction(symbols.addText(cut)), 0);
        locations.put(name, location);
        return location;
    }
}
