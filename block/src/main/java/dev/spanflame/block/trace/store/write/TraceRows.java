package dev.spanflame.block.trace.store.write;

import dev.spanflame.block.column.ColumnCollector;
import dev.spanflame.block.column.ColumnData;
import dev.spanflame.block.column.ColumnValues;
import dev.spanflame.block.parquet.table.ColumnSpec;
import dev.spanflame.block.parquet.table.LogicalType;
import dev.spanflame.block.parquet.table.PhysicalType;
import dev.spanflame.block.parquet.table.TableIndex;
import dev.spanflame.block.parquet.table.TableSchema;
import dev.spanflame.block.trace.Cells;
import dev.spanflame.block.trace.SpanColumn;
import dev.spanflame.block.trace.TraceIndex;
import dev.spanflame.block.trace.store.BlockTable;
import dev.spanflame.block.trace.store.TraceOutline;
import dev.spanflame.model.TimeRange;
import dev.spanflame.model.trace.Span;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// The traces of a block: their ids and rows for the index, and `traces.parquet`. Not thread-safe.
final class TraceRows {
    private static final int GROUP_ROWS = 1 << 16;
    private static final TableSchema SCHEMA = new TableSchema(List.of(
            ColumnSpec.required("trace_id", PhysicalType.FIXED_16, LogicalType.NONE),
            ColumnSpec.required("first_row", PhysicalType.INT64, LogicalType.NONE),
            ColumnSpec.required("span_count", PhysicalType.INT32, LogicalType.NONE),
            ColumnSpec.required("start", PhysicalType.INT64, LogicalType.TIMESTAMP_NANOS),
            ColumnSpec.required("duration", PhysicalType.INT64, LogicalType.NONE),
            ColumnSpec.optional("root_service_name", PhysicalType.BYTE_ARRAY, LogicalType.STRING),
            ColumnSpec.optional("root_name", PhysicalType.BYTE_ARRAY, LogicalType.STRING),
            ColumnSpec.required("error_count", PhysicalType.INT32, LogicalType.NONE),
            ColumnSpec.required("service_count", PhysicalType.INT32, LogicalType.NONE)));

    private final BlockFiles files;
    private long[] highs = new long[64];
    private long[] lows = new long[64];
    private int[] firstRows = new int[65];
    private int count;
    private int written;
    private List<ColumnCollector> pending = newPending();
    private long start = Long.MAX_VALUE;
    private long end = Long.MIN_VALUE;
    private TimeRange lastRange = new TimeRange(0, 0);

    TraceRows(BlockFiles files) {
        this.files = files;
    }

    /// Number of traces.
    int count() {
        return count;
    }

    /// What the index says of them, once all tables are written.
    TraceOutline outline(Map<BlockTable, TableIndex> tables) {
        return TraceOutline.of(
                new TraceIndex(highs, lows, firstRows, count), Objects.requireNonNull(tables.get(BlockTable.TRACES)));
    }

    /// Earliest start to latest end of all spans.
    TimeRange range() {
        return new TimeRange(start, end);
    }

    /// The same of the group added last.
    TimeRange lastRange() {
        return lastRange;
    }

    /// Adds the traces of a group whose spans have these columns.
    void add(GroupPlan plan, Map<SpanColumn, ColumnData> spans) throws IOException {
        Summary summary = new Summary(spans);
        long first = Long.MAX_VALUE;
        long last = Long.MIN_VALUE;
        int offset = firstRows[count];
        for (int trace = 0; trace < plan.traces(); trace++) {
            summary.read(plan.firstRow(trace), plan.firstRow(trace + 1));
            first = Math.min(first, summary.start);
            last = Math.max(last, summary.end);
            if (count == highs.length) {
                highs = Arrays.copyOf(highs, count * 2);
                lows = Arrays.copyOf(lows, count * 2);
                firstRows = Arrays.copyOf(firstRows, count * 2 + 1);
            }
            highs[count] = plan.high(trace);
            lows[count] = plan.low(trace);
            firstRows[count + 1] = offset + plan.firstRow(trace + 1);
            summary.addTo(pending, count - written);
            count++;
            if (count - written == GROUP_ROWS) {
                writePending();
            }
        }
        lastRange = new TimeRange(first, last);
        start = Math.min(start, first);
        end = Math.max(end, last);
    }

    /// Writes what is left.
    void finish() throws IOException {
        if (count > written) {
            writePending();
        }
    }

    private void writePending() throws IOException {
        int rows = count - written;
        List<ColumnData> columns = new ArrayList<>();
        columns.add(ColumnData.full(new ColumnValues.Wides(
                Arrays.copyOfRange(highs, written, count), Arrays.copyOfRange(lows, written, count), rows)));
        long[] first = new long[rows];
        long[] sizes = new long[rows];
        for (int i = 0; i < rows; i++) {
            first[i] = firstRows[written + i];
            sizes[i] = firstRows[written + i + 1] - first[i];
        }
        columns.add(ColumnData.full(new ColumnValues.Longs(first, rows)));
        columns.add(ColumnData.full(new ColumnValues.Longs(sizes, rows)));
        pending.forEach(column -> columns.add(column.view().toColumn(rows)));
        files.writer(BlockTable.TRACES, SCHEMA).writeRowGroup(columns);
        pending = newPending();
        written = count;
    }

    private static List<ColumnCollector> newPending() {
        List<ColumnCollector> columns = new ArrayList<>();
        for (ColumnSpec spec : SCHEMA.columns().subList(3, SCHEMA.size())) {
            columns.add(new ColumnCollector(spec.type() == PhysicalType.BYTE_ARRAY));
        }
        return columns;
    }

    /// What is known of one trace as a whole; its columns in the order of the schema, from the fourth on.
    private static final class Summary {
        private final long[] starts;
        private final long[] durations;
        private final long[] statuses;
        private final int[] serviceIds;
        private final ColumnValues.Texts serviceNames;
        private final ColumnValues.Texts names;
        private final @Nullable ColumnData parents;
        private final long[] sizes;
        private final BitSet services = new BitSet();
        private long start;
        private long end;
        private int root;
        private int errors;

        Summary(Map<SpanColumn, ColumnData> spans) {
            starts = longs(spans, SpanColumn.START);
            durations = longs(spans, SpanColumn.DURATION);
            statuses = longs(spans, SpanColumn.STATUS);
            sizes = longs(spans, SpanColumn.SUBTREE_SIZE);
            serviceNames = (ColumnValues.Texts) values(spans, SpanColumn.SERVICE_NAME);
            serviceIds = serviceNames.ids();
            names = (ColumnValues.Texts) values(spans, SpanColumn.NAME);
            parents = spans.get(SpanColumn.PARENT);
        }

        private static ColumnValues values(Map<SpanColumn, ColumnData> spans, SpanColumn column) {
            return Objects.requireNonNull(spans.get(column)).values();
        }

        private static long[] longs(Map<SpanColumn, ColumnData> spans, SpanColumn column) {
            return ((ColumnValues.Longs) values(spans, column)).values();
        }

        void read(int from, int to) {
            start = Long.MAX_VALUE;
            end = Long.MIN_VALUE;
            errors = 0;
            services.clear();
            for (int row = from; row < to; row++) {
                start = Math.min(start, starts[row]);
                end = Math.max(end, endOf(starts[row], durations[row]));
                errors += statuses[row] == Span.STATUS_ERROR ? 1 : 0;
                services.set(serviceIds[row]);
            }
            root = -1;
            for (int top = from; top < to && root < 0; top += (int) sizes[top]) {
                root = Cells.number(parents, top, -1) < 0 ? top : -1;
            }
        }

        /// End of a span, at most the last instant there is.
        private static long endOf(long start, long duration) {
            long end = start + duration;
            return end < start ? Long.MAX_VALUE : end;
        }

        void addTo(List<ColumnCollector> columns, int row) {
            columns.get(0).add(row, start);
            columns.get(1).add(row, end - start);
            if (root >= 0) {
                addText(columns.get(2), row, serviceNames);
                addText(columns.get(3), row, names);
            }
            columns.get(4).add(row, errors);
            columns.get(5).add(row, services.cardinality());
        }

        private void addText(ColumnCollector column, int row, ColumnValues.Texts texts) {
            int id = texts.ids()[root];
            column.addText(
                    row,
                    texts.entries().bytes(),
                    texts.entries().offset(id),
                    texts.entries().length(id));
        }
    }
}
