package dev.spanflame.block.trace.store.write;

import dev.spanflame.block.column.ColumnData;
import dev.spanflame.block.column.LongIntMap;
import dev.spanflame.block.trace.Cells;
import dev.spanflame.block.trace.SpanColumn;
import dev.spanflame.block.trace.TraceTree;
import dev.spanflame.block.trace.store.SourceTable;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;

/// Puts the spans of one trace together that several sources have: equal spans once, all in one order. Not
/// thread-safe.
final class SplitTrace {
    private final TraceTree tree = new TraceTree();
    private final LongIntMap byShape = new LongIntMap(64);
    private final LongIntMap byContent = new LongIntMap(64);
    private int[] sources = new int[64];
    private int[] rows = new int[64];
    private int[] nextAlike = new int[64];
    private boolean[] inContent = new boolean[64];
    private int count;

    /// Adds the trace that all `cursors` are at to `plan`.
    void merge(List<Cursor> cursors, GroupPlan plan) throws IOException {
        int total = 0;
        for (Cursor cursor : cursors) {
            total += cursor.to() - cursor.from();
        }
        count = 0;
        byShape.clear(total);
        byContent.clear(64);
        tree.clear();
        for (Cursor cursor : cursors) {
            add(cursor, plan);
        }
        tree.build();
        for (int i = 0; i < count; i++) {
            int at = tree.at(i);
            plan.addMergedRow(sources[at], rows[at], tree.parentDistance(i), tree.subtreeSize(i));
        }
    }

    private void add(Cursor cursor, GroupPlan plan) throws IOException {
        int source = cursor.sourceIn(plan);
        SourceTable<SpanColumn> spans = cursor.group().spans();
        ColumnData ids = spans.column(SpanColumn.SPAN_ID);
        ColumnData parents = spans.column(SpanColumn.PARENT);
        ColumnData orphans = spans.column(SpanColumn.PARENT_ID);
        ColumnData starts = spans.column(SpanColumn.START);
        ColumnData durations = spans.column(SpanColumn.DURATION);
        ColumnData kinds = spans.column(SpanColumn.KIND);
        for (int row = cursor.from(); row < cursor.to(); row++) {
            long id = Cells.number(ids, row, 0);
            long start = Cells.number(starts, row, 0);
            int kind = (int) Cells.number(kinds, row, 0);
            long shape = LongIntMap.mix(id) ^ LongIntMap.mix(start + kind) * 31 ^ Cells.number(durations, row, 0);
            if (isNew(plan, source, row, shape)) {
                long distance = Cells.number(parents, row, -1);
                long parent = distance < 0
                        ? 0
                        : distance == 0 ? Cells.number(orphans, row, 0) : Cells.number(ids, row - (int) distance, 0);
                tree.add(id, parent, kind, start);
            }
        }
    }

    /// Keeps a row unless an equal one is kept. Spans of one shape are few; should they be many, a hash of all they
    /// hold tells them apart.
    private boolean isNew(GroupPlan plan, int source, int row, long shape) throws IOException {
        int first = byShape.putIfAbsent(shape, count);
        if (first < 0) {
            keep(source, row);
            return true;
        }
        SpanIdentity identity = new SpanIdentity(plan.sources());
        if (!inContent[first]) {
            inContent[first] = true;
            link(identity.hash(sources[first], rows[first]), first);
        }
        long content = identity.hash(source, row);
        for (int at = byContent.get(content); at >= 0; at = nextAlike[at]) {
            if (identity.isEqual(sources[at], rows[at], source, row)) {
                return false;
            }
        }
        keep(source, row);
        inContent[count - 1] = true;
        link(content, count - 1);
        return true;
    }

    private void link(long content, int index) {
        int first = byContent.putIfAbsent(content, index);
        if (first >= 0) {
            nextAlike[index] = nextAlike[first];
            nextAlike[first] = index;
        }
    }

    private void keep(int source, int row) {
        if (count == rows.length) {
            sources = Arrays.copyOf(sources, count * 2);
            rows = Arrays.copyOf(rows, count * 2);
            nextAlike = Arrays.copyOf(nextAlike, count * 2);
            inContent = Arrays.copyOf(inContent, count * 2);
        }
        sources[count] = source;
        rows[count] = row;
        nextAlike[count] = -1;
        inContent[count++] = false;
    }
}
