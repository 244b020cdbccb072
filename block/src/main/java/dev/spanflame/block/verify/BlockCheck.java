package dev.spanflame.block.verify;

import dev.spanflame.block.BlockMeta;
import dev.spanflame.block.profile.ProfilePartition;
import dev.spanflame.block.profile.ProfileRows;
import dev.spanflame.block.profile.store.ProfileBlocks;
import dev.spanflame.block.trace.SpanReader;
import dev.spanflame.block.trace.SpanRows;
import dev.spanflame.block.trace.TraceBlock;
import dev.spanflame.block.trace.store.BlockMemory;
import dev.spanflame.block.trace.store.TraceBlocks;
import dev.spanflame.model.BackendException;
import dev.spanflame.model.ErrorKind;
import dev.spanflame.model.Signal;
import dev.spanflame.objectstore.ObjectStore;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;

/// Reads blocks whole: every object against its size and checksum, every page of every table, and then
/// every span or sample the way queries read them. Keeps nothing in memory between blocks. Thread-safe.
public final class BlockCheck {
    private static final int ROWS_AT_ONCE = 4096;

    private final ObjectStore store;

    /// Over the blocks of `store`.
    public BlockCheck(ObjectStore store) {
        this.store = store;
    }

    /// What is wrong with a block; empty when it is sound. Throws [IOException] when the store cannot be
    /// read.
    public List<Damage> run(BlockMeta meta) throws IOException {
        List<Damage> found = new ArrayList<>();
        for (BlockMeta.BlockObject object : meta.objects()) {
            new ObjectCheck(store, meta.key(object.name()), object).run().ifPresent(found::add);
        }
        if (found.isEmpty()) {
            readRows(meta, found);
        }
        return found;
    }

    private void readRows(BlockMeta meta, List<Damage> found) throws IOException {
        try {
            switch (Signal.ofLabel(meta.signal())) {
                case TRACES -> readSpans(meta, found);
                case PROFILES -> readSamples(meta, found);
            }
        } catch (BackendException e) {
            String what = e.kind() == ErrorKind.UNIMPLEMENTED ? e.text() : contradiction(e);
            found.add(new Damage(meta.folder(), what));
        } catch (IllegalArgumentException | IndexOutOfBoundsException e) {
            found.add(new Damage(meta.folder(), contradiction(e)));
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
    }

    private static String contradiction(RuntimeException e) {
        return "its tables contradict each other: " + e.getMessage();
    }

    private void readSpans(BlockMeta meta, List<Damage> found) throws IOException {
        TraceBlock block = new TraceBlocks(store, new BlockMemory(0, 0)).open(meta);
        long spans = 0;
        for (int group = 0; group < block.groupCount(); group++) {
            SpanRows rows = block.group(group);
            SpanReader reader = new SpanReader(rows);
            int count = rows.spans().rows();
            for (int from = 0; from < count; from += ROWS_AT_ONCE) {
                spans += reader.records(from, Math.min(count, from + ROWS_AT_ONCE))
                        .size();
            }
        }
        compare(meta, "spans", meta.rows(), spans, found);
        compare(meta, "traces", meta.items(), block.traces().count(), found);
    }

    private void readSamples(BlockMeta meta, List<Damage> found) throws IOException {
        ProfilePartition block = new ProfileBlocks(store, 0).open(meta, () -> false);
        ProfileRows rows = block.rows();
        long samples = 0;
        for (int row = 0; row < rows.count(); row++) {
            samples += rows.sampleCounts()[row];
            long total = total(block, rows, row);
            compare(meta, "the total of profile " + row, rows.totals()[row], total, found);
        }
        compare(meta, "samples", meta.rows(), samples, found);
    }

    private static long total(ProfilePartition block, ProfileRows rows, int row) {
        long[] total = new long[1];
        int first = rows.firstSamples()[row];
        block.samples(first, first + rows.sampleCounts()[row], ProfilePartition.Detail.ALL, (columns, from, to) -> {
            for (int i = from; i < to; i++) {
                total[0] += columns.values()[i];
            }
        });
        return total[0];
    }

    private static void compare(BlockMeta meta, String what, long said, long there, List<Damage> found) {
        if (said != there) {
            found.add(new Damage(meta.folder(), what + ": there are " + there + ", the block says " + said));
        }
    }
}
