package dev.spanflame.block.profile.live;

import dev.spanflame.block.column.ByteStrings;
import dev.spanflame.block.profile.Forest;
import dev.spanflame.block.profile.ProfilePartition;
import dev.spanflame.block.profile.ProfileRows;
import dev.spanflame.block.profile.StackValues;
import dev.spanflame.block.profile.TotalCounts;
import dev.spanflame.block.profile.Totals;
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
        Stacks stacks,
        Symbols symbols,
        long memoryBytes)
        implements ProfilePartition {
    /// Labels of series by number.
    public record Series(Labels[] labels, int count) {}

    /// Samples by number.
    public record Samples(int count, SampleColumns columns) {}

    /// Nodes of a trie, parents before children: the node above in the upper half, -1 for none, the frame
    /// in the lower.
    public record Trie(long[] nodes, int count) {
        /// Node above a node, -1 for the outermost. Hot path.
        public int parent(int node) {
            return (int) (nodes[node] >> 32);
        }

        /// Frame of a node. Hot path.
        public int frame(int node) {
            return (int) nodes[node];
        }
    }

    /// Stacks: the frames of each, the leaf first, which end at `ends` of `pool`.
    public record Stacks(int[] pool, int[] ends, int count) {
        /// Number of frames of a stack.
        public int length(int stack) {
            return ends[stack] - (stack == 0 ? 0 : ends[stack - 1]);
        }

        /// Frame of a stack, 0 being the outermost. Hot path.
        public int frame(int stack, int depth) {
            return pool[ends[stack] - 1 - depth];
        }

        /// How many frames two stacks share, from the outermost on. Hot path.
        public int commonFrames(int a, int b) {
            int most = Math.min(length(a), length(b));
            int same = 0;
            while (same < most && frame(a, same) == frame(b, same)) {
                same++;
            }
            return same;
        }

        /// Order by frames from the outermost on, a stack before those that go on where it ends. Hot
        /// path.
        int compare(int a, int b) {
            int same = commonFrames(a, b);
            if (same == length(a) || same == length(b)) {
                return Integer.compare(length(a), length(b));
            }
            return Integer.compare(frame(a, same), frame(b, same));
        }
    }

    /// Texts; mappings of 2 cells (file name, build id), functions of 6 (name, system name, file name,
    /// first line, mapping, address), frames of 2 (function, line).
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
    public void samples(int from, int to, Detail detail, SampleSink sink) {
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
        IntList selected = new IntList();
        for (int stack = values.next(0); stack >= 0; stack = values.next(stack + 1)) {
            selected.add(stack);
        }
        StackTrie trie = StackTrie.of(stacks, Arrays.copyOf(selected.values(), selected.size()));
        Trie nodes = trie.nodes();
        long[] totals = new long[nodes.count()];
        for (int place = 0; place < trie.stackCount(); place++) {
            int leaf = trie.leaf(place);
            totals[leaf] = Totals.sum(totals[leaf], values.get(trie.stack(place)));
        }
        for (int node = totals.length - 1; node >= 0; node--) {
            int parent = nodes.parent(node);
            if (parent >= 0) {
                totals[parent] = Totals.sum(totals[parent], totals[node]);
            }
        }
        plant(nodes, totals, forest);
    }

    /// Adds all nodes to the forest. Hot path.
    private void plant(Trie trie, long[] totals, Forest forest) {
        long floor = forest.begin(totals.length, () -> TotalCounts.of(totals));
        int[] planted = new int[totals.length];
        int[] names = new int[symbols.functionCount()];
        Arrays.fill(names, -1);
        for (int node = 0; node < totals.length; node++) {
            int function = symbols.function(trie.frame(node));
            if (names[function] < 0) {
                names[function] = forest.name(symbols.texts(), symbols.name(function));
            }
            int parent = trie.parent(node) < 0 ? Forest.ROOT : planted[trie.parent(node)];
            planted[node] = totals[node] >= floor
                    ? forest.add(parent, names[function], totals[node])
                    : forest.leaveOut(parent, totals[node]);
        }
    }
}
