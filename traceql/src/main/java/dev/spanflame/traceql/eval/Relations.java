package dev.spanflame.traceql.eval;

import dev.spanflame.traceql.fetch.RowSet;
import dev.spanflame.traceql.fetch.SpanPartition;
import dev.spanflame.traceql.syntax.tree.SpansetOperator.Relation;

/// Who is whose parent, ancestor or sibling.
///
/// Rows stand depth-first, so the descendants of a row are an interval behind it. Sets may be over a window of the
/// partition that begins at row `offset` and ends with a trace: member `i` is then row `offset + i`. A span whose
/// parent is not stored has no parent and no siblings; the roots of one trace are siblings.
///
/// ```
/// row      0    1    2    3        A
/// span     A    B    C    D       / \
/// parent  -1    0    1    0      B   D
/// end      4    3    3    4      |
///                                C
/// ```
final class Relations {
    private final SpanPartition partition;
    private final int offset;

    Relations(SpanPartition partition, int offset) {
        this.partition = partition;
        this.offset = offset;
    }

    /// A new set: those of `right` that are `relation` to some of `left`.
    RowSet related(Relation relation, RowSet left, RowSet right) {
        RowSet out = new RowSet(right.size());
        switch (relation) {
            case CHILD -> children(left, right, out);
            case PARENT -> parents(left, right, out);
            case DESCENDANT -> descendants(left, right, out);
            case ANCESTOR -> ancestors(left, right, out);
            case SIBLING -> siblings(left, right, out);
            case NONE -> throw new IllegalArgumentException("no relation to look for");
        }
        return out;
    }

    private void children(RowSet parents, RowSet right, RowSet out) {
        for (int i = right.next(0); i >= 0; i = right.next(i + 1)) {
            int parent = parent(i);
            if (parent >= 0 && parents.contains(parent)) {
                out.add(i);
            }
        }
    }

    private void parents(RowSet children, RowSet right, RowSet out) {
        for (int i = children.next(0); i >= 0; i = children.next(i + 1)) {
            int parent = parent(i);
            if (parent >= 0 && right.contains(parent)) {
                out.add(parent);
            }
        }
    }

    private void descendants(RowSet tops, RowSet right, RowSet out) {
        int i = tops.next(0);
        while (i >= 0) {
            // What lies beneath another member of tops is inside this interval as well.
            int end = end(i);
            for (int below = right.next(i + 1); below >= 0 && below < end; below = right.next(below + 1)) {
                out.add(below);
            }
            i = tops.next(Math.max(end, i + 1));
        }
    }

    private void ancestors(RowSet bottoms, RowSet right, RowSet out) {
        for (int i = right.next(0); i >= 0; i = right.next(i + 1)) {
            int below = bottoms.next(i + 1);
            if (below >= 0 && below < end(i)) {
                out.add(i);
            }
        }
    }

    private void siblings(RowSet left, RowSet right, RowSet out) {
        // Members of left by parent; roots are counted at the first row of their trace, in an array of their own.
        int[] children = new int[right.size()];
        int[] roots = new int[right.size()];
        for (int i = left.next(0); i >= 0; i = left.next(i + 1)) {
            int parent = parent(i);
            if (parent >= 0) {
                children[parent]++;
            } else if (partition.isRoot(offset + i)) {
                roots[trace(i)]++;
            }
        }
        for (int i = right.next(0); i >= 0; i = right.next(i + 1)) {
            int parent = parent(i);
            int others = left.contains(i) ? -1 : 0;
            if (parent >= 0) {
                others += children[parent];
            } else if (partition.isRoot(offset + i)) {
                others += roots[trace(i)];
            }
            if (others > 0) {
                out.add(i);
            }
        }
    }

    private int parent(int i) {
        int row = partition.parentRow(offset + i);
        return row < 0 ? -1 : row - offset;
    }

    private int end(int i) {
        return partition.subtreeEnd(offset + i) - offset;
    }

    private int trace(int i) {
        return partition.firstRow(Traces.of(partition, offset + i)) - offset;
    }
}
