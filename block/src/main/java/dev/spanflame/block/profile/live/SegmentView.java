package dev.spanflame.block.profile.live;

import dev.spanflame.block.column.ByteStrings;
import dev.spanflame.block.profile.Forest;
import dev.spanflame.block.profile.ProfilePartition;
import dev.spanflame.block.profile.ProfileRows;
import dev.spanflame.block.profile.StackValues;
import dev.spanflame.model.Labels;
import dev.spanflame.model.TimeRange;
import java.util.Arrays;

/// A [ProfileSegment] at one moment. The arrays are the segment's own; only what lies below the counts here
/// is read.
///
/// Immutable, safe to share.
public record SegmentView(
        ProfileRows rows,
        TimeRange range,
        Series series,
        Samples samples,
        Trie trie,
        Stacks stacks,
        Symbols symbols,
        long memoryBytes)
        implements ProfilePartition {
    /// Labels of series by number.
    public record Series(Labels[] labels, int count) {}

    /// Samples by number, with their times and the texts that name their threads.
    public record Samples(int count, SampleColumns columns, long[] times, long[] threads) {}

    /// Nodes of a trie, parents before children: the node above in the upper half, -1 for none, the frame
    /// in the lower.
    public record Trie(long[] nodes, int count) {
        /// Node above a node, -1 for the outermost. Hot path.
        public int parent(int node) {
            return StackStore.parent(nodes[node]);
        }

        /// Frame of a node. Hot path.
        public int frame(int node) {
            return StackStore.frame(nodes[node]);
        }
    }

    /// Stacks: the node of the innermost frame of each, and its frames, the leaf first, which end at `ends`
    /// of `pool`.
    public record Stacks(int[] leaves, int[] pool, int[] ends, int count) {}

    /// Texts; mappings of 2 cells (file name, build id), functions of 6 (name, system name, file name, first
    /// line, mapping, address), frames of 2 (function, line).
    public record Symbols(
            ByteStrings texts,
            long[] mappings,
            int mappingCount,
            long[] functions,
            int functionCount,
            long[] frames,
            int frameCount) {
        /// Cells of a function.
        public static final int FUNCTION_CELLS = 6;

        /// Function of a frame. Hot path.
        public int function(int frame) {
            return (int) frames[frame * 2];
        }

        /// Line of a frame, 0 where unknown.
        public int line(int frame) {
            return (int) frames[frame * 2 + 1];
        }

        /// Name of a function, a number of `texts`. Hot path.
        public int name(int function) {
            return (int) functions[function * FUNCTION_CELLS];
        }
    }

    @Override
    public int seriesCount() {
        return series.count();
    }

    @Override
    public Labels labels(int number) {
        return series.labels()[number];
    }

    @Override
    public void samples(int from, int to, boolean withIds, SampleSink sink) {
        sink.accept(samples.columns(), from, to);
    }

    /// Number of samples.
    public int sampleCount() {
        return samples.count();
    }

    @Override
    public int stackCount() {
        return stacks.count();
    }

    @Override
    public void addStacks(StackValues values, Forest forest) {
        long[] totals = new long[trie.count()];
        int last = -1;
        for (int stack = values.next(0); stack >= 0; stack = values.next(stack + 1)) {
            int leaf = stacks.leaves()[stack];
            totals[leaf] += values.get(stack);
            last = Math.max(last, leaf);
        }
        for (int node = last; node >= 0; node--) {
            int parent = StackStore.parent(trie.nodes()[node]);
            if (totals[node] != 0 && parent >= 0) {
                totals[parent] += totals[node];
            }
        }
        plant(totals, last + 1, forest);
    }

    /// Adds the nodes that have a total to the forest. Hot path.
    private void plant(long[] totals, int count, Forest forest) {
        int touched = 0;
        for (int node = 0; node < count; node++) {
            touched += totals[node] != 0 ? 1 : 0;
        }
        forest.begin(touched);
        int[] planted = new int[count];
        int[] names = new int[symbols.functionCount()];
        Arrays.fill(names, -1);
        for (int node = 0; node < count; node++) {
            if (totals[node] != 0) {
                long packed = trie.nodes()[node];
                int function = symbols.function(StackStore.frame(packed));
                if (names[function] < 0) {
                    names[function] = forest.name(symbols.texts(), symbols.name(function));
                }
                int parent = StackStore.parent(packed);
                planted[node] = forest.add(parent < 0 ? Forest.ROOT : planted[parent], names[function], totals[node]);
            }
        }
    }
}
