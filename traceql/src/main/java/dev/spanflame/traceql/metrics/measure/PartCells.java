package dev.spanflame.traceql.metrics.measure;

import dev.spanflame.traceql.fetch.RowSet;
import dev.spanflame.traceql.metrics.cells.Cells;

/// How many rows of one partition fall into each group and interval. Used by one thread at a time.
final class PartCells {
    private static final int FEW = 4096;
    private static final int FOR_EACH_ROW = 4;

    private final FoundRows found;
    private final PartGroups groups;
    private final int intervals;
    private final int[] counts;

    /// Counts the rows found, unless there are too many groups for that.
    PartCells(FoundRows found, PartGroups groups, int intervals) {
        this.found = found;
        this.groups = groups;
        this.intervals = intervals;
        counts = isDense(found, groups, intervals) ? count() : new int[0];
    }

    /// Whether an entry for each group and interval takes no more than what the rows take anyway.
    static boolean isDense(FoundRows found, PartGroups groups, int intervals) {
        return (long) groups.count() * intervals
                <= FEW + (long) FOR_EACH_ROW * found.rows().size();
    }

    /// Hot path.
    private int[] count() {
        int[] counted = new int[groups.count() * intervals];
        int[] groupOf = groups.numbers();
        int[] intervalOf = found.intervals();
        RowSet rows = found.rows();
        for (int start = rows.next(0); start >= 0; ) {
            int end = rows.gap(start);
            for (int row = start; row < end; row++) {
                counted[groupOf[row] * intervals + intervalOf[row]]++;
            }
            start = rows.next(end);
        }
        return counted;
    }

    /// How many fall into interval `at % intervals` of group `at / intervals`; not where there are too many groups.
    int count(int at) {
        return counts[at];
    }

    /// Adds all to those of all partitions.
    void addTo(Cells<long[]> all) {
        if (counts.length == 0) {
            addEach(all);
            return;
        }
        for (int group = 0; group < groups.count(); group++) {
            int from = group * intervals;
            int next = next(from, from + intervals);
            if (next < from + intervals) {
                long[] sums = all.of(groups.global(group));
                for (int at = next; at < from + intervals; at++) {
                    sums[at - from] += counts[at];
                }
            }
        }
    }

    private int next(int from, int to) {
        int at = from;
        while (at < to && counts[at] == 0) {
            at++;
        }
        return at;
    }

    private void addEach(Cells<long[]> all) {
        RowSet rows = found.rows();
        for (int row = rows.next(0); row >= 0; row = rows.next(row + 1)) {
            all.of(groups.ofRow(row))[found.intervals()[row]]++;
        }
    }
}
