package dev.spanflame.block.trace.store.write;

import dev.spanflame.block.column.ColumnData;
import dev.spanflame.block.column.ColumnValues;
import dev.spanflame.block.trace.AttributeKey;
import dev.spanflame.block.trace.Cells;
import dev.spanflame.block.trace.EventColumn;
import dev.spanflame.block.trace.LinkColumn;
import dev.spanflame.block.trace.SpanColumn;
import dev.spanflame.block.trace.TraceIndex;
import dev.spanflame.block.trace.store.RestValues;
import dev.spanflame.block.trace.store.SourceTable;
import java.util.function.IntUnaryOperator;
import org.jspecify.annotations.Nullable;

/// Estimates how much memory traces take, so that row groups of large values have few rows.
final class Weights {
    /// What an ordinary span takes.
    private static final int SPAN = 300;

    /// Texts up to this length are ordinary.
    private static final int ORDINARY = 1024;

    private Weights() {}

    /// Sums over the traces before each trace of `group`, and over all.
    static long[] of(SourceGroup group) {
        TraceIndex traces = group.traces();
        long[] sums = new long[traces.count() + 1];
        for (int trace = 0; trace < traces.count(); trace++) {
            sums[trace + 1] = (long) SPAN * (traces.firstRow(trace + 1) - traces.firstRow(trace));
        }
        addTable(sums, traces, group.spans(), row -> row);
        for (SpanColumn column :
                new SpanColumn[] {SpanColumn.NAME, SpanColumn.STATUS_MESSAGE, SpanColumn.TRACE_STATE}) {
            addColumn(sums, traces, group.spans().column(column), row -> row);
        }
        ColumnData eventOwners = group.events().column(EventColumn.SPAN);
        addTable(sums, traces, group.events(), row -> (int) Cells.number(eventOwners, row, 0));
        ColumnData linkOwners = group.links().column(LinkColumn.SPAN);
        addTable(sums, traces, group.links(), row -> (int) Cells.number(linkOwners, row, 0));
        for (int trace = 0; trace < traces.count(); trace++) {
            sums[trace + 1] += sums[trace];
        }
        return sums;
    }

    private static void addTable(long[] sums, TraceIndex traces, SourceTable<?> table, IntUnaryOperator spanOf) {
        for (AttributeKey key : table.columnKeys()) {
            if (key.isText()) {
                addColumn(sums, traces, table.columnValues(key), spanOf);
            }
        }
        RestValues rest = table.rest();
        for (int i = 0; i < rest.count(); i++) {
            sums[traces.traceOf(spanOf.applyAsInt(rest.row(i))) + 1] += 64L + rest.size(i);
        }
    }

    private static void addColumn(
            long[] sums, TraceIndex traces, @Nullable ColumnData column, IntUnaryOperator spanOf) {
        if (column == null || !(column.values() instanceof ColumnValues.Texts texts) || !hasLong(texts)) {
            return;
        }
        for (int row = 0, at = 0; at < texts.count(); row++) {
            if (column.presence().has(row)) {
                int length = texts.entries().length(texts.ids()[at++]);
                if (length > ORDINARY) {
                    sums[traces.traceOf(spanOf.applyAsInt(row)) + 1] += length;
                }
            }
        }
    }

    private static boolean hasLong(ColumnValues.Texts texts) {
        for (int id = 0; id < texts.entries().size(); id++) {
            if (texts.entries().length(id) > ORDINARY) {
                return true;
            }
        }
        return false;
    }
}
