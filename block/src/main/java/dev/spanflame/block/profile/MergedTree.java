package dev.spanflame.block.profile;

import dev.spanflame.block.column.ByteStrings;
import dev.spanflame.block.column.IndexSort;
import java.util.Arrays;
import java.util.function.IntPredicate;
import org.jspecify.annotations.Nullable;

/// A [Forest] seen as one tree of function names: frames with the same path of names are one node.
///
/// Nodes are made when they are looked at. A flame graph shows a few thousand of what may be millions of
/// frames, so most are never merged, sorted or named. Node 0 is the virtual root; the children of a node
/// are neighbours, in no order that means anything: [#sorted] puts those in order that are drawn. Not thread-safe.
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
    private static final int[] NONE = {};

    private final Forest forest;
    private ByteStrings names;
    private @Nullable String[] texts;
    /// Frames that were there from the beginning.
    private final int linked;
    /// First of the frames below a frame, both counted from 1; the root is 0, and 0 stands for none.
    private final int[] firstBelow;
    /// The next frame below the same one, counted from 1; 0 for none.
    private final int[] nextBeside;

    private int[] members = new int[256];
    private int memberCount;
    private int[] nameId = new int[256];
    private long[] total = new long[256];
    private int[] memberFrom = new int[256];
    private int[] memberTo = new int[256];
    private int[] firstChild = new int[256];
    private int[] endChild = new int[256];
    private int size;
    /// Frames that are about to become nodes: the numbers of their names above their own.
    private long[] keys = new long[256];
    private int keyCount;

    /// The tree of a forest, which must not change while the tree is used.
    public MergedTree(Forest forest) {
        this.forest = forest;
        this.names = forest.names();
        this.texts = new String[names.size()];
        this.linked = forest.size();
        this.firstBelow = new int[linked + 1];
        this.nextBeside = new int[linked];
        linkFrames();
        add(-1);
        long sum = 0;
        for (int frame = firstBelow[0]; frame > 0; frame = nextBeside[frame - 1]) {
            sum = Totals.sum(sum, forest.total(frame - 1));
        }
        total[ROOT] = sum;
        addKeys(0);
        addChildren(ROOT);
    }

    /// Number of frames of the forest, an upper bound of the number of nodes without the root.
    int frameCount() {
        return forest.isGrowing() ? Integer.MAX_VALUE : linked;
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

    /// Number of the name of the node's function.
    public int nameId(int node) {
        return nameId[node];
    }

    /// Text of a name.
    public String name(int id) {
        if (id >= texts.length) {
            texts = Arrays.copyOf(texts, Math.max(id + 1, texts.length * 2));
        }
        @Nullable String known = texts[id];
        if (known == null) {
            known = names.text(id);
            texts[id] = known;
        }
        return known;
    }

    /// Number of the forest's names so far.
    public int nameCount() {
        return names.size();
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

    /// The children of a node that `isKept` takes, by the bytes of their names.
    public int[] sorted(int node, IntPredicate isKept) {
        int end = endChild(node);
        if (end - firstChild[node] < 2) {
            // most nodes of a deep stack
            return end > firstChild[node] && isKept.test(firstChild[node]) ? new int[] {firstChild[node]} : NONE;
        }
        int[] kept = new int[end - firstChild[node]];
        int count = 0;
        for (int child = firstChild[node]; child < end; child++) {
            if (isKept.test(child)) {
                kept[count++] = child;
            }
        }
        if (count > 1) {
            IndexSort.sort(kept, count, new int[count], (a, b) -> names.compare(nameId[a], names, nameId[b]));
        }
        return count == kept.length ? kept : Arrays.copyOf(kept, count);
    }

    private void open(int node) {
        keyCount = 0;
        for (int i = memberFrom[node]; i < memberTo[node]; i++) {
            addKeys(members[i] + 1);
        }
        if (forest.isGrowing()) {
            names = forest.names();
        }
        addChildren(node);
    }

    /// Adds the keys of all frames below one, which is counted from 1.
    private void addKeys(int above) {
        if (above <= linked) {
            for (int frame = firstBelow[above]; frame > 0; frame = nextBeside[frame - 1]) {
                addKey(frame - 1);
            }
        }
        if (above > 0 && forest.isGrowing()) {
            for (int frame = forest.grow(above - 1); frame < forest.size(); frame++) {
                addKey(frame);
            }
        }
    }

    private void addKey(int frame) {
        if (keyCount == keys.length) {
            keys = Arrays.copyOf(keys, keyCount * 2);
        }
        keys[keyCount++] = (long) forest.nameId(frame) << 32 | frame;
    }

    /// Makes a node of each name among the keys.
    private void addChildren(int node) {
        Arrays.sort(keys, 0, keyCount);
        firstChild[node] = size;
        for (int i = 0; i < keyCount; i++) {
            int name = keyName(i);
            int child = i == 0 || name != keyName(i - 1) ? add(name) : size - 1;
            addMember(child, (int) keys[i]);
        }
        endChild[node] = size;
    }

    private int keyName(int key) {
        return (int) (keys[key] >>> 32);
    }

    private void addMember(int node, int frame) {
        if (memberCount == members.length) {
            members = Arrays.copyOf(members, memberCount * 2);
        }
        members[memberCount++] = frame;
        memberTo[node] = memberCount;
        total[node] = Totals.sum(total[node], forest.total(frame));
    }

    private int add(int name) {
        if (size == nameId.length) {
            int capacity = size * 2;
            nameId = Arrays.copyOf(nameId, capacity);
            total = Arrays.copyOf(total, capacity);
            memberFrom = Arrays.copyOf(memberFrom, capacity);
            memberTo = Arrays.copyOf(memberTo, capacity);
            firstChild = Arrays.copyOf(firstChild, capacity);
            endChild = Arrays.copyOf(endChild, capacity);
        }
        nameId[size] = name;
        memberFrom[size] = memberCount;
        memberTo[size] = memberCount;
        firstChild[size] = CLOSED;
        return size++;
    }

    /// Makes a list of the frames below each frame, in their order.
    private void linkFrames() {
        for (int frame = nextBeside.length - 1; frame >= 0; frame--) {
            int above = forest.parent(frame) + 1;
            nextBeside[frame] = firstBelow[above];
            firstBelow[above] = frame + 1;
        }
    }
}
