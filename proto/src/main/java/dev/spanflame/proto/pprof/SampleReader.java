package dev.spanflame.proto.pprof;

import dev.spanflame.model.BackendException;
import dev.spanflame.model.profile.ProfileBatch;
import dev.spanflame.model.profile.ProfileBatch.Oddity;
import dev.spanflame.model.profile.ProfileBatch.Refusal;
import dev.spanflame.model.profile.ProfileLimits;
import dev.spanflame.model.profile.SampleTable;
import dev.spanflame.model.profile.SampleTable.SampleColumn;
import dev.spanflame.model.profile.StackTable;

/// Reads the samples of one profile into its batch.
final class SampleReader {
    private static final int INLINED = 4;

    private final WireReader reader;
    private final SymbolReader symbols;
    private final LabelReader labels;
    private final ProfileBatch batch;
    private final ProfileLimits limits;
    private final int types;
    private final long[] values;
    /// Locations that are looked up together.
    private final long[] ids = new long[256];
    private final int[] rows = new int[ids.length];

    SampleReader(
            WireReader reader, SymbolReader symbols, LabelReader labels, ProfileBatch batch, ProfileLimits limits) {
        this.reader = reader;
        this.symbols = symbols;
        this.labels = labels;
        this.batch = batch;
        this.limits = limits;
        this.types = batch.sampleTypes().size();
        this.values = new long[types];
    }

    /// Reads the sample at which the reader stands. Hot path.
    void read() {
        StackTable stacks = batch.stacks();
        int found = 0;
        labels.begin();
        while (reader.hasMore()) {
            int tag = reader.tag();
            switch (tag) {
                case 1 << 3 | WireReader.BYTES -> readLocations(stacks);
                case 1 << 3 -> {
                    ids[0] = reader.varint();
                    push(stacks, 1);
                }
                case 2 << 3 | WireReader.BYTES -> found = readValues(found);
                case 2 << 3 -> found = addValue(found, reader.varint());
                case 3 << 3 | WireReader.BYTES -> labels.read(reader);
                default -> reader.skip(tag);
            }
        }
        if (found != types) {
            throw MalformedProfile.because(
                    "a sample has " + found + " values where there are " + types + " sample types");
        }
        finish(stacks);
    }

    private void readLocations(StackTable stacks) {
        int outer = reader.enter();
        while (reader.hasMore()) {
            push(stacks, reader.varints(ids));
        }
        reader.leave(outer);
    }

    private void push(StackTable stacks, int count) {
        symbols.locationRows(ids, count, rows);
        stacks.push(rows, count);
    }

    private int readValues(int found) {
        int outer = reader.enter();
        int count = found;
        while (reader.hasMore()) {
            count = addValue(count, reader.varint());
        }
        reader.leave(outer);
        return count;
    }

    private int addValue(int found, long value) {
        if (found < types) {
            values[found] = value;
        }
        return found + 1;
    }

    private void finish(StackTable stacks) {
        if (labels.count() > limits.maxSampleLabels()) {
            throw BackendException.badRequest(
                    "sample_labels_limit",
                    "a sample has " + labels.count() + " labels, more than " + limits.maxSampleLabels()
                            + " (max_profile_stacktrace_sample_labels)");
        }
        long all = 0;
        for (long value : values) {
            all |= value;
        }
        if (all <= 0 || stacks.open() == 0) {
            batch.refuse(all < 0 ? Refusal.NEGATIVE_VALUE : all == 0 ? Refusal.ALL_ZERO : Refusal.NO_STACK);
            stacks.discard();
            return;
        }
        int tooDeep = tooDeep(stacks);
        if (tooDeep > 0) {
            stacks.cutLeaf(tooDeep);
            batch.note(Oddity.STACK_TOO_DEEP);
        }
        SampleTable samples = batch.samples();
        int row = samples.add();
        for (int type = 0; type < types; type++) {
            samples.setValue(row, type, values[type]);
        }
        samples.rows().set(SampleColumn.STACK, row, stacks.close());
        labels.finish(row);
    }

    /// Number of locations at the leaf that are above the limit. Inlined calls may go [#INLINED] times as deep.
    private int tooDeep(StackTable stacks) {
        int open = stacks.open();
        int cut = Math.max(0, open - limits.maxStackDepth());
        long allowed = (long) INLINED * limits.maxStackDepth();
        if ((long) open * symbols.mostLines() <= allowed) {
            return cut;
        }
        int from = stacks.from(stacks.size());
        long frames = 0;
        for (int i = open - 1; i >= cut; i--) {
            frames += symbols.frames(stacks.locations()[from + i]);
            if (frames > allowed) {
                return i + 1;
            }
        }
        return cut;
    }
}
