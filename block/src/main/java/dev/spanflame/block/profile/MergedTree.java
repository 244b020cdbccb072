package dev.spanflame.block.profile;

import dev.spanflame.block.column.ByteStrings;
import java.util.Arrays;

/// A [Forest] seen as one tree of function names: frames with the same path of names are one node.
///
/// Nodes are made when they are looked at. A flame graph shows a few thousand of what may be millions of
/// frames, so most are never merged, sorted or named. Node 0 is the virtual root; the children of a node
/// are neighbours, sorted by the bytes of their names. Not thread-safe.
///
/// ```
/// forest    a  a  b  a  c          (frames, from two partitions)
/// node   -> members {0, 3}         (frames that are one node)
/// node   -> children [first, end)  (nodes, or not yet opened)
/// ```
public final class MergedTree {
    /// The virtual root, which stands for all stacks.
    public static final int ROOT = 0;
    private static final int CLOSED = -1;

    private final Forest forest;
    private final ByteStrings names;
    private final int[] ranks;
    private final int[] nameOfRank;
    private final int[] childFrom;
    private final int[] childFrames;

    private int[] members = new int[256];
    private int memberCount;
    private int[] rank = new int[256];
    private long[] total = new long[256];
    private int[] memberFrom = new int[256];
    private int[] memberTo = new int[256];
    private int[] firstChild = new int[256];
    private int[] endChild = new int[256];
    private int size;

    /// The tree of a forest, which must not change while the tree is used.
    public MergedTree(Forest forest) {
        this.forest = forest;
        this.names = forest.names();
        this.nameOfRank = sortedNames(names);
        this.ranks = new int[names.size()];
        for (int i = 0; i < nameOfRank.length; i++) {
            ranks[nameOfRank[i]] = i;
        }
        this.childFrom = new int[forest.size() + 2];
        this.childFrames = new int[forest.size()];
        linkChildren();
        add(-1);
        memberTo[ROOT] = 0;
        openRoot();
    }

    /// Number of frames of the forest, an upper bound of the number of nodes without the root.
    int frameCount() {
        return childFrames.length;
    }

    /// Number of nodes made so far, the root included.
    public int size() {
        return size;
    }

    /// Value of the node and all below it.
    public long total(int node) {
        return total[node];
    }

    /// The part of [#total] that comes from frames of the forest with numbers below `end`.
    long totalBelow(int node, int end) {
        if (node == ROOT) {
            long sum = 0;
            for (int child = firstChild(ROOT); child < endChild[ROOT]; child++) {
                sum += totalBelow(child, end);
            }
            return sum;
        }
        long sum = 0;
        for (int i = memberFrom[node]; i < memberTo[node]; i++) {
            sum += members[i] < end ? forest.total(members[i]) : 0;
        }
        return sum;
    }

    /// Value of the node alone.
    public long self(int node) {
        long below = 0;
        for (int child = firstChild(node); child < endChild[node]; child++) {
            below = Totals.sum(below, total[child]);
        }
        return Math.max(0, total[node] - below);
    }

    /// Name of the node's function, as a number in order of the bytes of names.
    public int rank(int node) {
        return rank[node];
    }

    /// Text of a rank.
    public String name(int nameRank) {
        return names.text(nameOfRank[nameRank]);
    }

    /// Number of the forest's names, which is the number of ranks.
    public int nameCount() {
        return nameOfRank.length;
    }

    /// First child of a node; the last is the one before [#endChild].
    public int firstChild(int node) {
        if (firstChild[node] == CLOSED) {
            open(node);
        }
        return firstChild[node];
    }

    /// Node behind the last child of a node.
    public int endChild(int node) {
        if (firstChild[node] == CLOSED) {
            open(node);
        }
        return endChild[node];
    }

    private void openRoot() {
        long sum = 0;
        for (int i = childFrom[0]; i < childFrom[1]; i++) {
            sum = Totals.sum(sum, forest.total(childFrames[i]));
        }
        total[ROOT] = sum;
        long[] keys = new long[childFrom[1] - childFrom[0]];
        for (int i = 0; i < keys.length; i++) {
            keys[i] = key(childFrames[childFrom[0] + i]);
        }
        addChildren(ROOT, keys, keys.length);
    }

    private void open(int node) {
        int count = 0;
        for (int i = memberFrom[node]; i < memberTo[node]; i++) {
            count += childFrom[members[i] + 2] - childFrom[members[i] + 1];
        }
        long[] keys = new long[count];
        int filled = 0;
        for (int i = memberFrom[node]; i < memberTo[node]; i++) {
            int to = childFrom[members[i] + 2];
            for (int child = childFrom[members[i] + 1]; child < to; child++) {
                keys[filled++] = key(childFrames[child]);
            }
        }
        addChildren(node, keys, filled);
    }

    private long key(int frame) {
        return (long) ranks[forest.nameId(frame)] << 32 | frame;
    }

    private void addChildren(int node, long[] keys, int count) {
        if (count > 1) {
            Arrays.sort(keys, 0, count);
        }
        firstChild[node] = size;
        int last = -1;
        for (int i = 0; i < count; i++) {
            int keyRank = (int) (keys[i] >>> 32);
            int frame = (int) keys[i];
            if (last < 0 || rank[last] != keyRank) {
                last = add(keyRank);
            }
            addMember(last, frame);
        }
        endChild[node] = size;
    }

    private void addMember(int node, int frame) {
        if (memberCount == members.length) {
            members = Arrays.copyOf(members, memberCount * 2);
        }
        members[memberCount++] = frame;
        memberTo[node] = memberCount;
        total[node] = Totals.sum(total[node], forest.total(frame));
    }

    private int add(int nameRank) {
        if (size == rank.length) {
            int capacity = size * 2;
            rank = Arrays.copyOf(rank, capacity);
            total = Arrays.copyOf(total, capacity);
            memberFrom = Arrays.copyOf(memberFrom, capacity);
            memberTo = Arrays.copyOf(memberTo, capacity);
            firstChild = Arrays.copyOf(firstChild, capacity);
            endChild = Arrays.copyOf(endChild, capacity);
        }
        rank[size] = nameRank;
        memberFrom[size] = memberCount;
        memberTo[size] = memberCount;
        firstChild[size] = CLOSED;
        return size++;
    }

    /// Sorts frames by parent, counting: the children of frame `f` are `childFrames[childFrom[f + 1],
    /// childFrom[f + 2])`, those of the root `[childFrom[0], childFrom[1])`.
    private void linkChildren() {
        int count = forest.size();
        for (int frame = 0; frame < count; frame++) {
            childFrom[forest.parent(frame) + 2]++;
        }
        for (int i = 1; i < childFrom.length; i++) {
            childFrom[i] += childFrom[i - 1];
        }
        int[] next = Arrays.copyOf(childFrom, childFrom.length);
        for (int frame = 0; frame < count; frame++) {
            childFrames[next[forest.parent(frame) + 1]++] = frame;
        }
    }

    private static int[] sortedNames(ByteStrings names) {
        Integer[] order = new Integer[names.size()];
        Arrays.setAll(order, i -> i);
        Arrays.sort(order, (a, b) -> names.compare(a, names, b));
        int[] sorted = new int[order.length];
        Arrays.setAll(sorted, i -> order[i]);
        return sorted;
    }
}
