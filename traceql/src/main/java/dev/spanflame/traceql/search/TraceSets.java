package dev.spanflame.traceql.search;

import dev.spanflame.traceql.eval.SpanSet;
import dev.spanflame.traceql.eval.SpanSets;
import dev.spanflame.traceql.eval.Traces;
import dev.spanflame.traceql.fetch.RowSet;
import dev.spanflame.traceql.fetch.SpanPartition;
import java.util.ArrayList;
import java.util.List;

/// The spansets of a partition by trace.
final class TraceSets {
    private TraceSets() {}

    /// The sets of each trace that has any, traces in ascending order.
    static List<List<SpanSet>> of(SpanPartition partition, SpanSets sets) {
        return switch (sets) {
            case SpanSets.Flat(RowSet rows) -> ofRows(partition, rows);
            case SpanSets.Grouped(List<SpanSet> list) -> ofList(list);
        };
    }

    private static List<List<SpanSet>> ofRows(SpanPartition partition, RowSet rows) {
        List<List<SpanSet>> traces = new ArrayList<>();
        int row = rows.next(0);
        while (row >= 0) {
            int trace = Traces.of(partition, row);
            int end = partition.firstRow(trace + 1);
            traces.add(List.of(SpanSet.of(trace, Traces.rows(rows, row, end, 0))));
            row = rows.next(end);
        }
        return traces;
    }

    private static List<List<SpanSet>> ofList(List<SpanSet> sets) {
        List<List<SpanSet>> traces = new ArrayList<>();
        int from = 0;
        while (from < sets.size()) {
            int to = from + 1;
            while (to < sets.size() && sets.get(to).trace() == sets.get(from).trace()) {
                to++;
            }
            traces.add(sets.subList(from, to));
            from = to;
        }
        return traces;
    }
}
