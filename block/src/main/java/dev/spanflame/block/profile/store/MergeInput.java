package dev.spanflame.block.profile.store;

import dev.spanflame.block.column.ColumnData;
import dev.spanflame.block.column.ColumnValues;
import dev.spanflame.block.profile.live.FrameStore;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;

/// One of the blocks of a merge, read from front to back. Not thread-safe.
final class MergeInput {
    private static final int WINDOW = 1 << 16;
    private static final int[] NODE_COLUMNS = {ProfileTables.NODE_PARENT, ProfileTables.NODE_FRAME};
    private static final int[] SAMPLE_COLUMNS = {
        ProfileTables.SAMPLE_STACK,
        ProfileTables.SAMPLE_VALUE,
        ProfileTables.SAMPLE_SPAN,
        ProfileTables.SAMPLE_TRACE,
        ProfileTables.SAMPLE_TIME,
        ProfileTables.SAMPLE_THREAD
    };

    private final BlockSource source;
    private final BlockIndex index;
    /// Numbers in the merge of this block's frames.
    private final int[] frameNumbers;
    /// Numbers in the merged block of this block's stacks.
    private final int[] stacks;
    private final TableScan samples;
    private int service;
    private int firstNode;
    private int firstStack;
    private SampleWindow window = SampleWindow.EMPTY;

    MergeInput(BlockSource source, FrameStore frames) throws IOException {
        this.source = source;
        this.index = BlockIndexFormat.parse(source.meta().key(ProfileTables.INDEX), source.index());
        this.frameNumbers = new SymbolReader(source, index).addTo(frames);
        this.stacks = new int[index.stackCount()];
        this.samples = source.table(index, ProfileTables.SAMPLES);
    }

    BlockIndex index() {
        return index;
    }

    /// Adds the stacks of a service, if the next one here has that name, to `trie`. Services come in order of
    /// names.
    void addService(String name, ServiceTrie trie) throws IOException {
        if (service == index.services().size()
                || !index.services().get(service).name().equals(name)) {
            return;
        }
        BlockIndex.Service next = index.services().get(service++);
        int[] nodes = new int[next.nodes()];
        int base = firstNode;
        source.table(index, ProfileTables.STACKS)
                .read(
                        base,
                        base + next.nodes(),
                        NODE_COLUMNS,
                        (first, columns) -> addNodes(columns, (int) first - base, nodes, trie));
        int stackBase = firstStack;
        source.table(index, ProfileTables.LEAVES)
                .read(stackBase, stackBase + next.stacks(), new int[] {ProfileTables.LEAF_NODE}, (first, columns) -> {
                    int[] leaves = TableScan.ints(columns.getFirst());
                    for (int i = 0; i < leaves.length; i++) {
                        int leaf = leaves[i] - base;
                        if (leaf < 0 || leaf >= nodes.length) {
                            throw source.corrupt("a stack of service '" + name + "' ends at node " + leaves[i]);
                        }
                        // Until the service is written, a stack is known by its leaf.
                        stacks[(int) first + i] = nodes[leaf];
                    }
                });
        for (int i = stackBase; i < stackBase + next.stacks(); i++) {
            trie.addStack(stacks[i]);
        }
        firstNode += next.nodes();
        firstStack += next.stacks();
        trie.remember(this, stackBase, firstStack);
    }

    private void addNodes(List<ColumnData> columns, int first, int[] nodes, ServiceTrie trie) {
        int[] parents = TableScan.ints(columns.getFirst());
        int[] frames = TableScan.ints(columns.get(1));
        for (int i = 0; i < parents.length; i++) {
            int above = first + i - parents[i];
            if (parents[i] < 0 || above < 0 || frames[i] < 0 || frames[i] >= frameNumbers.length) {
                throw source.corrupt("node " + (first + i) + " of a service names a parent " + parents[i]
                        + " rows above and frame " + frames[i] + " of " + frameNumbers.length);
            }
            int parent = parents[i] == 0 ? -1 : nodes[above];
            nodes[first + i] = trie.node(parent, frameNumbers[frames[i]]);
        }
    }

    /// Replaces leaves by the numbers of the stacks that end there, once the service is written.
    void numberStacks(int from, int to, int[] stackOfLeaf) {
        for (int i = from; i < to; i++) {
            stacks[i] = stackOfLeaf[stacks[i]];
        }
    }

    /// Fills `run` with the samples of a profile; profiles should come in order.
    void fill(int row, SampleRun run) throws IOException {
        run.clear();
        int from = index.rows().firstSamples()[row];
        int end = from + index.rows().sampleCounts()[row];
        while (from < end) {
            if (!window.has(from)) {
                readWindow(from);
            }
            from = window.copy(from, end, stacks, run);
        }
        run.sort();
    }

    private void readWindow(int from) throws IOException {
        long to = Math.min(samples.rows(), (long) from + WINDOW);
        if (from >= to) {
            throw source.corrupt("profiles have more samples than the " + samples.rows() + " of the table");
        }
        samples.read(from, to, SAMPLE_COLUMNS, (first, columns) -> {
            if (first == from) {
                window = SampleWindow.of(from, columns, index.stackCount(), source);
            }
        });
    }

    @Override
    public String toString() {
        return "input " + source.meta().folder() + Arrays.asList(firstNode, firstStack);
    }

    /// Decoded samples from row `first` on.
    private record SampleWindow(
            int first,
            int[] stacks,
            long[] values,
            long[] spans,
            long[] traceHighs,
            long[] traceLows,
            long[] times,
            ColumnData threads) {
        static final SampleWindow EMPTY = new SampleWindow(
                0,
                new int[0],
                new long[0],
                new long[0],
                new long[0],
                new long[0],
                new long[0],
                ProfileTables.SAMPLES_SCHEMA.column(ProfileTables.SAMPLE_THREAD).absent(0));

        static SampleWindow of(int first, List<ColumnData> columns, int stackCount, BlockSource source) {
            int[] stacks = TableScan.ints(columns.getFirst());
            for (int stack : stacks) {
                if (stack < 0 || stack >= stackCount) {
                    throw source.corrupt("a sample names stack " + stack + " of " + stackCount);
                }
            }
            ColumnData traces = columns.get(3);
            ColumnValues.Wides ids = (ColumnValues.Wides) traces.values();
            boolean traced = traces.presence().count() > 0;
            return new SampleWindow(
                    first,
                    stacks,
                    TableScan.numbers(columns.get(1)),
                    TableScan.numbers(columns.get(2)),
                    traced ? TableScan.spread(traces.presence(), ids.highs()) : new long[0],
                    traced ? TableScan.spread(traces.presence(), ids.lows()) : new long[0],
                    TableScan.numbers(columns.get(4)),
                    columns.get(5));
        }

        boolean has(int row) {
            return row >= first && row < first + stacks.length;
        }

        /// Appends the rows from `from` on that are here and before `end`; returns the row behind them.
        int copy(int from, int end, int[] numbers, SampleRun run) {
            int to = Math.min(end, first + stacks.length);
            ColumnValues.Texts names = (ColumnValues.Texts) threads.values();
            for (int row = from; row < to; row++) {
                int i = row - first;
                int at = run.add(numbers[stacks[i]], values[i]);
                if (spans.length > 0) {
                    run.setSpan(at, spans[i]);
                }
                if (traceLows.length > 0) {
                    run.setTrace(at, traceHighs[i], traceLows[i]);
                }
                if (times.length > 0) {
                    run.setTime(at, times[i]);
                }
                if (threads.presence().has(i)) {
                    run.setThread(
                            at, names.entries(), names.ids()[threads.presence().rank(i)]);
                }
            }
            return to;
        }
    }
}
