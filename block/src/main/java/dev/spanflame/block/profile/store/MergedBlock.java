package dev.spanflame.block.profile.store;

import com.dynatrace.hash4j.hashing.HashValue128;
import dev.spanflame.block.BlockMeta;
import dev.spanflame.block.BlockTarget;
import dev.spanflame.block.profile.ProfileRows;
import dev.spanflame.block.profile.Totals;
import dev.spanflame.block.profile.live.FrameStore;
import dev.spanflame.model.Labels;
import dev.spanflame.objectstore.ObjectStore;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CancellationException;
import java.util.function.BooleanSupplier;

/// Writes one or several blocks as one. Used once.
///
/// With slices, profiles of one series that began in the same slice of time become one, of whose samples
/// stacks and values alone are kept.
final class MergedBlock {
    private final FrameStore frames = new FrameStore();
    private final List<MergeInput> inputs = new ArrayList<>();
    private final List<Labels> labels;
    /// Number in the merged block of each input's series.
    private final List<int[]> seriesNumbers = new ArrayList<>();
    private final BooleanSupplier cancelled;
    private final long sliceNanos;
    private int profileCount;
    private long sampleCount;
    private int[] next = new int[0];

    /// `sliceNanos` is 0 where profiles stay as they are.
    MergedBlock(ObjectStore store, List<BlockMeta> metas, long sliceNanos, BooleanSupplier cancelled)
            throws IOException {
        this.cancelled = cancelled;
        this.sliceNanos = sliceNanos;
        for (BlockMeta meta : metas) {
            checkCancelled();
            inputs.add(new MergeInput(new BlockSource(store, meta, () -> false), frames));
        }
        this.labels = numberSeries();
    }

    private List<Labels> numberSeries() {
        TreeSet<Labels> all = new TreeSet<>(BlockIndex.SERIES_ORDER);
        for (MergeInput input : inputs) {
            all.addAll(input.index().series());
            profileCount += input.index().rows().count();
            sampleCount += input.index().sampleCount();
        }
        List<Labels> sorted = new ArrayList<>(all);
        Map<Labels, Integer> numbers = new HashMap<>();
        for (Labels one : sorted) {
            numbers.put(one, numbers.size());
        }
        for (MergeInput input : inputs) {
            seriesNumbers.add(
                    input.index().series().stream().mapToInt(numbers::get).toArray());
        }
        return sorted;
    }

    private void checkCancelled() {
        if (cancelled.getAsBoolean()) {
            throw new CancellationException("the merge of profile blocks was cancelled");
        }
    }

    BlockMeta write(BlockTarget target) throws IOException {
        try (BlockStaging staging = new BlockStaging(target);
                StackTableWriter stacks = new StackTableWriter(staging);
                SampleTableWriter samples = new SampleTableWriter(staging, labels, sampleCount)) {
            writeStacks(staging, stacks);
            List<BlockIndex.Service> services = stacks.finish(staging);
            ProfileRowsWriter profiles = new ProfileRowsWriter(profileCount);
            writeSamples(profiles, samples);
            samples.finish(staging);
            profiles.finish(staging, labels);
            checkCancelled();
            return staging.upload(
                    new BlockIndex(profiles.range(), labels, profiles.rows(), services, staging.indexes()));
        }
    }

    private void writeStacks(BlockStaging staging, StackTableWriter out) throws IOException {
        TreeSet<String> services = new TreeSet<>();
        for (MergeInput input : inputs) {
            input.index().services().forEach(service -> services.add(service.name()));
        }
        SymbolTableWriter symbols = new SymbolTableWriter(frames.symbols());
        ServiceTrie trie = new ServiceTrie();
        for (String service : services) {
            trie.clear();
            for (MergeInput input : inputs) {
                checkCancelled();
                input.addService(service, trie);
            }
            trie.write(service, symbols, out);
        }
        symbols.finish(staging);
    }

    private void writeSamples(ProfileRowsWriter profiles, SampleTableWriter out) throws IOException {
        SampleRun run = new SampleRun();
        Twins twins = new Twins();
        Slice slice = new Slice(sliceNanos);
        Out tables = new Out(profiles, out);
        next = new int[inputs.size()];
        for (int from = first(); from >= 0; from = first()) {
            checkCancelled();
            MergeInput input = inputs.get(from);
            ProfileRows rows = input.index().rows();
            int row = next[from]++;
            int series = seriesNumbers.get(from)[rows.series()[row]];
            input.fill(row, run);
            if (!twins.isKnown(series, rows, row, run)) {
                if (sliceNanos == 0) {
                    profiles.add(rows, row, series);
                    out.add(series, rows.times()[row], run);
                } else {
                    slice.add(series, rows, row, run, tables);
                }
            }
        }
        slice.flush(tables);
    }

    /// The input whose next profile comes first by series and time, or -1.
    private int first() {
        int best = -1;
        for (int i = 0; i < next.length; i++) {
            if (next[i] < inputs.get(i).index().rows().count() && (best < 0 || isBefore(i, best))) {
                best = i;
            }
        }
        return best;
    }

    private boolean isBefore(int a, int b) {
        ProfileRows left = inputs.get(a).index().rows();
        ProfileRows right = inputs.get(b).index().rows();
        int leftSeries = seriesNumbers.get(a)[left.series()[next[a]]];
        int rightSeries = seriesNumbers.get(b)[right.series()[next[b]]];
        return leftSeries != rightSeries ? leftSeries < rightSeries : left.times()[next[a]] < right.times()[next[b]];
    }

    /// Adds up the profiles of one series that began in the same slice of time. Profiles come in order.
    private static final class Slice {
        private static final int MANY_SAMPLES = 1 << 18;

        private final long nanos;
        private SampleRun sum = new SampleRun();
        private SampleRun spare = new SampleRun();
        private int series = -1;
        private long number;
        private long start;
        private long end;
        private long total;

        Slice(long nanos) {
            this.nanos = nanos;
        }

        void add(int ofSeries, ProfileRows rows, int row, SampleRun run, Out out) throws IOException {
            long time = rows.times()[row];
            if (ofSeries != series || Math.floorDiv(time, nanos) != number) {
                flush(out);
                series = ofSeries;
                number = Math.floorDiv(time, nanos);
                start = time;
                end = time;
            }
            end = Math.max(end, time + rows.durations()[row]);
            total = Totals.sum(total, rows.totals()[row]);
            for (int rank = 0; rank < run.size(); rank++) {
                sum.add(run.stack(run.at(rank)), run.value(run.at(rank)));
            }
            if (sum.size() > MANY_SAMPLES) {
                addUp();
            }
        }

        /// Makes one sample of all those of a stack.
        private void addUp() {
            sum.sort();
            spare.clear();
            int rank = 0;
            while (rank < sum.size()) {
                int stack = sum.stack(sum.at(rank));
                long value = 0;
                while (rank < sum.size() && sum.stack(sum.at(rank)) == stack) {
                    value = Totals.sum(value, sum.value(sum.at(rank++)));
                }
                spare.add(stack, value);
            }
            SampleRun added = spare;
            spare = sum;
            sum = added;
        }

        void flush(Out out) throws IOException {
            if (sum.size() > 0) {
                addUp();
                sum.sort();
                ProfileRows one = new ProfileRows(
                        1,
                        new int[] {series},
                        new long[] {start},
                        new long[] {end - start},
                        new int[1],
                        new int[] {sum.size()},
                        new long[] {total});
                out.profiles().add(one, 0, series);
                out.samples().add(series, start, sum);
            }
            sum.clear();
            total = 0;
        }
    }

    /// Where profiles and their samples are written.
    private record Out(ProfileRowsWriter profiles, SampleTableWriter samples) {}

    /// Knows the profiles of one series and time again.
    private static final class Twins {
        private final Set<Twin> seen = new HashSet<>();
        private int series = -1;
        private long time;

        private record Twin(long duration, HashValue128 samples) {}

        boolean isKnown(int newSeries, ProfileRows rows, int row, SampleRun run) {
            if (newSeries != series || rows.times()[row] != time) {
                seen.clear();
                series = newSeries;
                time = rows.times()[row];
            }
            return !seen.add(new Twin(rows.durations()[row], run.digest()));
        }
    }
}
