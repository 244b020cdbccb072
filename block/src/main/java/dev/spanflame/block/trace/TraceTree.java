package dev.spanflame.block.trace;

import dev.spanflame.block.column.IndexSort;
import dev.spanflame.block.column.LongIntMap;
import dev.spanflame.model.trace.Span;
import java.util.Arrays;

/// Puts the spans of one trace into depth-first order: parents before children, siblings by start, then by id.
///
/// Load the spans with [#add], call [#build], read the result. Used again and again by one thread: nothing is
/// allocated once the arrays have grown. Rules (`docs/reference/block-format.md`, "Parents"):
/// - Tops (roots, and spans whose parent is not stored) stand like siblings: by start, then by id.
/// - Where several spans share the id that a span names as its parent, a SERVER span goes below the CLIENT one and
///   any other below the SERVER one; failing that, below the earliest. No span goes below itself.
/// - A span that is its own ancestor is treated as one whose parent is not stored.
public final class TraceTree {
    private static final int NONE = -1;
    private static final int MISSING = -2;

    private long[] ids = new long[64];
    private long[] parentIds = new long[64];
    private long[] starts = new long[64];
    private int[] kinds = new int[64];
    private int[] parents = new int[64];
    private int[] bestAny = new int[128];
    private int[] bestServer = new int[128];
    private int[] bestClient = new int[128];
    private int[] sorted = new int[64];
    private int[] scratch = new int[64];
    private int[] firstChild = new int[64];
    private int[] nextSibling = new int[64];
    private int[] order = new int[64];
    private int[] position = new int[64];
    private int[] sizes = new int[64];
    private final LongIntMap groups = new LongIntMap(64);
    private int count;

    /// Forgets all spans.
    public void clear() {
        count = 0;
    }

    /// Adds a span; spans are numbered from 0 in order of addition. A parent id of 0 means none was sent.
    public void add(long id, long parentId, int kind, long start) {
        if (count == ids.length) {
            grow();
        }
        ids[count] = id;
        parentIds[count] = parentId;
        kinds[count] = kind;
        starts[count++] = start;
    }

    /// Number of spans.
    public int size() {
        return count;
    }

    /// Works out the order.
    public void build() {
        sortByStart();
        groupById();
        for (int i = 0; i < count; i++) {
            parents[i] = parentIds[i] == 0 ? NONE : parentOf(i);
        }
        cutRings();
        linkChildren();
        walk();
    }

    /// Number of the span at `position` of the depth-first order.
    public int at(int index) {
        return order[index];
    }

    /// For the span at `index`: how many positions above it its parent is, 0 if its parent is not stored, -1 if it
    /// has none.
    public int parentDistance(int index) {
        int parent = parents[order[index]];
        return switch (parent) {
            case NONE -> -1;
            case MISSING -> 0;
            default -> index - position[parent];
        };
    }

    /// Number of spans in the subtree of the span at `index`, itself counted.
    public int subtreeSize(int index) {
        return sizes[index];
    }

    private void sortByStart() {
        for (int i = 0; i < count; i++) {
            sorted[i] = i;
        }
        IndexSort.sort(sorted, count, scratch, this::compareSiblings);
    }

    /// For each id the two earliest spans, of each kind that matters: the second for a span that is the first itself.
    private void groupById() {
        groups.clear(count);
        int used = 0;
        for (int i = 0; i < count; i++) {
            int span = sorted[i];
            int group = groups.putIfAbsent(ids[span], used);
            if (group < 0) {
                group = used++;
                Arrays.fill(bestAny, 2 * group, 2 * group + 2, NONE);
                Arrays.fill(bestServer, 2 * group, 2 * group + 2, NONE);
                Arrays.fill(bestClient, 2 * group, 2 * group + 2, NONE);
            }
            offer(bestAny, group, span);
            if (kinds[span] == Span.KIND_SERVER) {
                offer(bestServer, group, span);
            } else if (kinds[span] == Span.KIND_CLIENT) {
                offer(bestClient, group, span);
            }
        }
    }

    private static void offer(int[] best, int group, int span) {
        if (best[2 * group] == NONE) {
            best[2 * group] = span;
        } else if (best[2 * group + 1] == NONE) {
            best[2 * group + 1] = span;
        }
    }

    private int parentOf(int span) {
        int group = groups.get(parentIds[span]);
        if (group < 0) {
            return MISSING;
        }
        int preferred = otherThan(span, kinds[span] == Span.KIND_SERVER ? bestClient : bestServer, group);
        if (preferred != NONE) {
            return preferred;
        }
        int any = otherThan(span, bestAny, group);
        return any == NONE ? MISSING : any;
    }

    private static int otherThan(int span, int[] best, int group) {
        return best[2 * group] == span ? best[2 * group + 1] : best[2 * group];
    }

    /// Marks every span on a ring of parents as one whose parent is missing. `position` serves as the mark: the
    /// number of the walk, plus one, that came by.
    private void cutRings() {
        Arrays.fill(position, 0, count, 0);
        for (int i = 0; i < count; i++) {
            int at = i;
            while (at >= 0 && position[at] == 0) {
                position[at] = i + 1;
                at = parents[at];
            }
            if (at >= 0 && position[at] == i + 1) {
                cutRing(at);
            }
        }
    }

    private void cutRing(int start) {
        int at = start;
        do {
            int next = parents[at];
            parents[at] = MISSING;
            at = next;
        } while (at >= 0 && at != start);
    }

    private void linkChildren() {
        Arrays.fill(firstChild, 0, count, NONE);
        for (int i = count - 1; i >= 0; i--) {
            int child = sorted[i];
            int parent = parents[child];
            if (parent >= 0) {
                nextSibling[child] = firstChild[parent];
                firstChild[parent] = child;
            }
        }
    }

    private int compareSiblings(int a, int b) {
        int byStart = Long.compare(starts[a], starts[b]);
        if (byStart != 0) {
            return byStart;
        }
        int byId = Long.compareUnsigned(ids[a], ids[b]);
        return byId != 0 ? byId : Integer.compare(kinds[a], kinds[b]);
    }

    private void walk() {
        int at = 0;
        for (int i = 0; i < count; i++) {
            if (parents[sorted[i]] < 0) {
                at = walkFrom(sorted[i], at);
            }
        }
    }

    /// Appends the subtree of `top` to the order, starting at `from`; `scratch` holds the path from `top`.
    private int walkFrom(int top, int from) {
        int next = from;
        int depth = 0;
        int span = top;
        while (true) {
            position[span] = next;
            order[next++] = span;
            scratch[depth] = span;
            int child = firstChild[span];
            if (child != NONE) {
                depth++;
                span = child;
                continue;
            }
            while (depth > 0 && nextSibling[scratch[depth]] == NONE) {
                close(scratch[depth--], next);
            }
            close(scratch[depth], next);
            if (depth == 0) {
                return next;
            }
            span = nextSibling[scratch[depth]];
        }
    }

    private void close(int span, int end) {
        sizes[position[span]] = end - position[span];
    }

    private void grow() {
        int capacity = count * 2;
        ids = Arrays.copyOf(ids, capacity);
        parentIds = Arrays.copyOf(parentIds, capacity);
        starts = Arrays.copyOf(starts, capacity);
        kinds = Arrays.copyOf(kinds, capacity);
        parents = new int[capacity];
        bestAny = new int[2 * capacity];
        bestServer = new int[2 * capacity];
        bestClient = new int[2 * capacity];
        sorted = new int[capacity];
        scratch = new int[capacity];
        firstChild = new int[capacity];
        nextSibling = new int[capacity];
        order = new int[capacity];
        position = new int[capacity];
        sizes = new int[capacity];
    }
}
