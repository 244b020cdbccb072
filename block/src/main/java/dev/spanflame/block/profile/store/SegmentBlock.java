package dev.spanflame.block.profile.store;

import dev.spanflame.block.BlockMeta;
import dev.spanflame.block.BlockTarget;
import dev.spanflame.block.column.IndexSort;
import dev.spanflame.block.profile.ProfilePartition.SampleColumns;
import dev.spanflame.block.profile.ProfileRows;
import dev.spanflame.block.profile.live.SegmentView;
import dev.spanflame.block.profile.live.StackTrie;
import dev.spanflame.model.Labels;
import dev.spanflame.model.profile.SeriesLabels;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.TreeSet;

/// Writes one live segment as a block. Used once.
final class SegmentBlock {
    private final SegmentView segment;
    private final ProfileRows rows;
    /// Profiles in the order of the block.
    private final int[] order;
    /// Labels of the series in the order of the block, and the place there of each series of the
    /// segment.
    private final List<Labels> labels = new ArrayList<>();
    private final int[] seriesNumbers;
    private final List<String> services;
    private final int[] newStacks;

    SegmentBlock(SegmentView segment) {
        this.segment = segment;
        this.rows = segment.rows();
        if (rows.count() == 0) {
            throw new IllegalArgumentException("a block needs at least one profile");
        }
        this.seriesNumbers = numberSeries();
        this.order = sortProfiles();
        this.services = services();
        this.newStacks = new int[segment.stackCount()];
    }

    private int[] numberSeries() {
        int[] sorted = new int[segment.seriesCount()];
        Arrays.setAll(sorted, i -> i);
        IndexSort.sort(
                sorted,
                sorted.length,
                new int[sorted.length],
                (a, b) -> BlockIndex.SERIES_ORDER.compare(segment.labels(a), segment.labels(b)));
        int[] numbers = new int[sorted.length];
        for (int i = 0; i < sorted.length; i++) {
            numbers[sorted[i]] = i;
            labels.add(segment.labels(sorted[i]));
        }
        return numbers;
    }

    private int[] sortProfiles() {
        int[] sorted = new int[rows.count()];
        Arrays.setAll(sorted, i -> i);
        IndexSort.sort(sorted, sorted.length, new int[sorted.length], (a, b) -> {
            int bySeries = Integer.compare(seriesNumbers[rows.series()[a]], seriesNumbers[rows.series()[b]]);
            return bySeries != 0 ? bySeries : Long.compare(rows.times()[a], rows.times()[b]);
        });
        return sorted;
    }

    private List<String> services() {
        TreeSet<String> names = new TreeSet<>();
        labels.forEach(one -> names.add(one.value(SeriesLabels.SERVICE)));
        return List.copyOf(new ArrayList<>(names));
    }

    BlockMeta write(BlockTarget target) throws IOException {
        try (BlockStaging staging = new BlockStaging(target);
                StackTableWriter stacks = new StackTableWriter(staging);
                SampleTableWriter samples = new SampleTableWriter(staging, labels, segment.sampleCount())) {
            SymbolTableWriter symbols = new SymbolTableWriter(segment.symbols());
            writeStacks(symbols, stacks);
            List<BlockIndex.Service> counts = stacks.finish(staging);
            symbols.finish(staging);
            ProfileRowsWriter profiles = new ProfileRowsWriter(rows.count());
            writeSamples(profiles, samples);
            samples.finish(staging);
            profiles.finish(staging, labels);
            return staging.upload(new BlockIndex(profiles.range(), labels, profiles.rows(), counts, staging.indexes()));
        }
    }

    private void writeStacks(SymbolTableWriter symbols, StackTableWriter out) throws IOException {
        Arrays.fill(newStacks, -1);
        int[][] stacksOf = stacksByService();
        for (int service = 0; service < stacksOf.length; service++) {
            StackTrie trie = StackTrie.of(segment.stacks(), stacksOf[service]);
            TrieWriter writer = new TrieWriter(trie.nodes(), symbols, out);
            writer.beginService();
            for (int place = 0; place < trie.stackCount(); place++) {
                newStacks[trie.stack(place)] = writer.write(trie.leaf(place));
            }
            out.endService(services.get(service));
        }
    }

    private int[][] stacksByService() {
        int[] serviceOf = serviceOfStacks();
        int[] counts = new int[services.size() + 1];
        for (int service : serviceOf) {
            counts[service]++;
        }
        int[][] stacks = new int[services.size()][];
        Arrays.setAll(stacks, service -> new int[counts[service]]);
        for (int stack = serviceOf.length - 1; stack >= 0; stack--) {
            if (serviceOf[stack] < stacks.length) {
                stacks[serviceOf[stack]][--counts[serviceOf[stack]]] = stack;
            }
        }
        return stacks;
    }

    /// The first service that each stack was seen in, in order of their names; their number for one without
    /// samples.
    private int[] serviceOfStacks() {
        int[] serviceOf = new int[segment.stackCount()];
        Arrays.fill(serviceOf, services.size());
        int[] stacks = segment.samples().columns().stacks();
        for (int row = 0; row < rows.count(); row++) {
            String name = segment.labels(rows.series()[row]).value(SeriesLabels.SERVICE);
            int service = java.util.Collections.binarySearch(services, name);
            int end = rows.firstSamples()[row] + rows.sampleCounts()[row];
            for (int i = rows.firstSamples()[row]; i < end; i++) {
                serviceOf[stacks[i]] = Math.min(serviceOf[stacks[i]], service);
            }
        }
        return serviceOf;
    }

    private void writeSamples(ProfileRowsWriter profiles, SampleTableWriter out) throws IOException {
        SampleRun run = new SampleRun();
        for (int row : order) {
            int number = seriesNumbers[rows.series()[row]];
            profiles.add(rows, row, number);
            fill(run, rows.firstSamples()[row], rows.sampleCounts()[row]);
            run.sort();
            out.add(number, rows.times()[row], run);
        }
    }

    private void fill(SampleRun run, int from, int count) {
        SampleColumns columns = segment.samples().columns();
        long[] threads = columns.threads().numbers();
        run.clear();
        for (int i = from; i < from + count; i++) {
            int at = run.add(newStacks[columns.stacks()[i]], columns.values()[i]);
            run.setSpan(at, columns.spanId(i));
            run.setTrace(at, columns.traceHigh(i), columns.traceLow(i));
            run.setTime(at, columns.time(i));
            if (threads.length > 0 && threads[i] != 0) {
                run.setThread(at, segment.symbols().texts(), (int) threads[i]);
            }
        }
    }
}
