package dev.spanflame.block.profile.store;

import com.dynatrace.hash4j.hashing.HashValue128;
import dev.spanflame.block.BlockMeta;
import dev.spanflame.block.BlockTarget;
import dev.spanflame.block.profile.ProfileRows;
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

/// Writes several blocks as one. Used once.
final class MergedBlock {
    private final FrameStore frames = new FrameStore();
    private final List<MergeInput> inputs = new ArrayList<>();
    private final List<Labels> labels;
    /// Number in the merged block of each input's series.
    private final List<int[]> seriesNumbers = new ArrayList<>();
    private final BooleanSupplier cancelled;
    private int profileCount;
    private long sampleCount;
    private int[] next = new int[0];

    MergedBlock(ObjectStore store, List<BlockMeta> metas, BooleanSupplier cancelled) throws IOException {
        this.cancelled = cancelled;
        for (BlockMeta meta : metas) {
            checkCancelled();
            inputs.add(new MergeInput(new BlockSource(store, meta, () -> false), frames));
        }
        this.labels = numberSeries();
    }

    private List<Labels> numberSeries() {
        TreeSet<Labels> all = new TreeSet<>(SeriesOrder.COMPARATOR);
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
                SampleTableWriter samples = new SampleTableWriter(staging, sampleCount)) {
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
        next = new int[inputs.size()];
        for (int from = first(); from >= 0; from = first()) {
            checkCancelled();
            MergeInput input = inputs.get(from);
            ProfileRows rows = input.index().rows();
            int row = next[from]++;
            int series = seriesNumbers.get(from)[rows.series()[row]];
            input.fill(row, run);
            if (!twins.isKnown(series, rows, row, run)) {
                profiles.add(rows, row, series);
                out.add(series, rows.times()[row], run);
            }
        }
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
