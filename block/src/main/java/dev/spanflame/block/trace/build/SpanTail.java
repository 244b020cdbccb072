package dev.spanflame.block.trace.build;

import dev.spanflame.block.column.ByteStrings;
import dev.spanflame.block.column.ColumnCollector;
import dev.spanflame.block.column.ColumnData;
import dev.spanflame.block.column.ColumnValues;
import dev.spanflame.block.column.Presence;
import dev.spanflame.block.column.RowOrder;
import dev.spanflame.block.trace.AttributeKey;
import dev.spanflame.block.trace.EventColumn;
import dev.spanflame.block.trace.LinkColumn;
import dev.spanflame.block.trace.MemoryTable;
import dev.spanflame.block.trace.ServiceNames;
import dev.spanflame.block.trace.SpanColumn;
import dev.spanflame.block.trace.SpanRun;
import dev.spanflame.block.trace.build.SpanRunBuilder.Cell;
import dev.spanflame.block.trace.build.SpanRunBuilder.EventCell;
import dev.spanflame.block.trace.build.SpanRunBuilder.LinkCell;
import dev.spanflame.model.trace.Resource;
import dev.spanflame.model.trace.RowTable;
import dev.spanflame.model.trace.Scope;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.IntToLongFunction;

/// Spans in order of arrival at one moment; [#seal] sorts them. Immutable, though the builder goes on: it only adds
/// behind what is seen here.
public record SpanTail(
        RowTable<Cell> spans,
        RowTable<EventCell> events,
        RowTable<LinkCell> links,
        AttributeCollector.View spanAttributes,
        AttributeCollector.View eventAttributes,
        AttributeCollector.View linkAttributes,
        ByteStrings names,
        ByteStrings eventNames,
        ByteStrings notes,
        List<Resource> resources,
        List<Scope> scopes) {

    /// The spans sorted by trace and depth-first within it; of equal spans one is kept.
    public SpanRun seal() {
        TailOrder sorted = TailOrder.of(this);
        RowOrder order = RowOrder.of(sorted.oldRows(), sorted.rows(), spans.size());
        int[] eventOwners = owners(order, Cell.EVENTS_FROM, Cell.EVENTS_TO, events.size());
        int[] linkOwners = owners(order, Cell.LINKS_FROM, Cell.LINKS_TO, links.size());
        return new SpanRun(
                new MemoryTable<>(order.size(), spanColumns(order, sorted), attributes(spanAttributes, order)),
                eventTable(order, eventOwners),
                linkTable(order, linkOwners),
                sorted.traces(),
                resources,
                scopes);
    }

    private EnumMap<SpanColumn, ColumnData> spanColumns(RowOrder order, TailOrder sorted) {
        EnumMap<SpanColumn, ColumnData> columns = new EnumMap<>(SpanColumn.class);
        columns.put(SpanColumn.START, full(order, Cell.START));
        columns.put(SpanColumn.DURATION, full(order, Cell.DURATION));
        columns.put(SpanColumn.RESOURCE, full(order, Cell.RESOURCE));
        columns.put(SpanColumn.SERVICE_NAME, serviceNames(order));
        columns.put(SpanColumn.NAME, text(order, Cell.NAME, names));
        columns.put(SpanColumn.KIND, full(order, Cell.KIND));
        columns.put(SpanColumn.STATUS, full(order, Cell.STATUS));
        columns.put(SpanColumn.TRACE_ID, traceIds(order));
        columns.put(SpanColumn.SPAN_ID, full(order, Cell.SPAN_ID));
        columns.put(SpanColumn.SUBTREE_SIZE, longs(order.size(), i -> sorted.subtreeSizes()[i]));
        columns.put(SpanColumn.SCOPE, full(order, Cell.SCOPE));
        int[] parents = sorted.parents();
        putIfAny(columns, SpanColumn.PARENT, where(order.size(), i -> parents[i] < 0 ? 0 : parents[i] + 1L, -1));
        putIfAny(
                columns,
                SpanColumn.PARENT_ID,
                where(order.size(), i -> parents[i] == 0 ? spans.get(Cell.PARENT_ID, order.oldRows()[i]) : 0, 0));
        putIfAny(columns, SpanColumn.STATUS_MESSAGE, text(order, Cell.STATUS_MESSAGE, notes));
        putIfAny(columns, SpanColumn.TRACE_STATE, text(order, Cell.TRACE_STATE, notes));
        putIfAny(columns, SpanColumn.FLAGS, optional(order, Cell.FLAGS));
        putIfAny(columns, SpanColumn.DROPPED_ATTRIBUTES, optional(order, Cell.DROPPED_ATTRIBUTES));
        putIfAny(columns, SpanColumn.DROPPED_EVENTS, optional(order, Cell.DROPPED_EVENTS));
        putIfAny(columns, SpanColumn.DROPPED_LINKS, optional(order, Cell.DROPPED_LINKS));
        return columns;
    }

    private MemoryTable<EventColumn> eventTable(RowOrder spanOrder, int[] owners) {
        RowOrder order = elementOrder(spanOrder, Cell.EVENTS_FROM, Cell.EVENTS_TO, owners.length, events.size());
        int[] rows = order.oldRows();
        EnumMap<EventColumn, ColumnData> columns = new EnumMap<>(EventColumn.class);
        putIfAny(columns, EventColumn.SPAN, longs(owners.length, i -> owners[i]));
        putIfAny(columns, EventColumn.TIME, longs(owners.length, i -> events.get(EventCell.TIME, rows[i])));
        putIfAny(columns, EventColumn.NAME, texts(owners.length, i -> events.get(EventCell.NAME, rows[i]), eventNames));
        putIfAny(
                columns,
                EventColumn.DROPPED_ATTRIBUTES,
                where(owners.length, i -> events.get(EventCell.DROPPED_ATTRIBUTES, rows[i]), 0));
        return new MemoryTable<>(owners.length, columns, attributes(eventAttributes, order));
    }

    private MemoryTable<LinkColumn> linkTable(RowOrder spanOrder, int[] owners) {
        RowOrder order = elementOrder(spanOrder, Cell.LINKS_FROM, Cell.LINKS_TO, owners.length, links.size());
        int[] rows = order.oldRows();
        EnumMap<LinkColumn, ColumnData> columns = new EnumMap<>(LinkColumn.class);
        putIfAny(columns, LinkColumn.SPAN, longs(owners.length, i -> owners[i]));
        putIfAny(columns, LinkColumn.TRACE_ID, linkTraceIds(rows, owners.length));
        putIfAny(columns, LinkColumn.SPAN_ID, longs(owners.length, i -> links.get(LinkCell.SPAN_ID, rows[i])));
        putIfAny(
                columns,
                LinkColumn.TRACE_STATE,
                texts(owners.length, i -> links.get(LinkCell.TRACE_STATE, rows[i]), notes));
        putIfAny(columns, LinkColumn.FLAGS, where(owners.length, i -> links.get(LinkCell.FLAGS, rows[i]), 0));
        putIfAny(
                columns,
                LinkColumn.DROPPED_ATTRIBUTES,
                where(owners.length, i -> links.get(LinkCell.DROPPED_ATTRIBUTES, rows[i]), 0));
        return new MemoryTable<>(owners.length, columns, attributes(linkAttributes, order));
    }

    /// For each kept element in its new order the new row of its span.
    private int[] owners(RowOrder order, Cell from, Cell to, int total) {
        int[] owners = new int[total];
        int count = 0;
        for (int row = 0; row < order.size(); row++) {
            int old = order.oldRows()[row];
            int size = spans.getInt(to, old) - spans.getInt(from, old);
            Arrays.fill(owners, count, count + size, row);
            count += size;
        }
        return Arrays.copyOf(owners, count);
    }

    private RowOrder elementOrder(RowOrder order, Cell from, Cell to, int kept, int total) {
        int[] oldRows = new int[kept];
        int count = 0;
        for (int row = 0; row < order.size(); row++) {
            int old = order.oldRows()[row];
            for (int element = spans.getInt(from, old); element < spans.getInt(to, old); element++) {
                oldRows[count++] = element;
            }
        }
        return RowOrder.of(oldRows, kept, total);
    }

    private static Map<AttributeKey, ColumnData> attributes(AttributeCollector.View view, RowOrder order) {
        Map<AttributeKey, ColumnData> columns = new HashMap<>();
        int[] slots = new int[order.size()];
        for (Map.Entry<AttributeKey, ColumnCollector.View> entry :
                view.columns().entrySet()) {
            ColumnData column = entry.getValue().toColumn(order, slots);
            if (column.presence().count() > 0) {
                columns.put(entry.getKey(), column);
            }
        }
        return columns;
    }

    private ColumnData full(RowOrder order, Cell cell) {
        int[] rows = order.oldRows();
        return longs(order.size(), i -> spans.get(cell, rows[i]));
    }

    private ColumnData optional(RowOrder order, Cell cell) {
        int[] rows = order.oldRows();
        return where(order.size(), i -> spans.get(cell, rows[i]), 0);
    }

    private ColumnData text(RowOrder order, Cell cell, ByteStrings entries) {
        int[] rows = order.oldRows();
        return texts(order.size(), i -> spans.get(cell, rows[i]), entries);
    }

    private ColumnData traceIds(RowOrder order) {
        long[] highs = new long[order.size()];
        long[] lows = new long[order.size()];
        for (int i = 0; i < highs.length; i++) {
            highs[i] = spans.get(Cell.TRACE_HIGH, order.oldRows()[i]);
            lows[i] = spans.get(Cell.TRACE_LOW, order.oldRows()[i]);
        }
        return ColumnData.full(new ColumnValues.Wides(highs, lows, highs.length));
    }

    private ColumnData linkTraceIds(int[] rows, int count) {
        long[] highs = new long[count];
        long[] lows = new long[count];
        for (int i = 0; i < count; i++) {
            highs[i] = links.get(LinkCell.TRACE_HIGH, rows[i]);
            lows[i] = links.get(LinkCell.TRACE_LOW, rows[i]);
        }
        return ColumnData.full(new ColumnValues.Wides(highs, lows, count));
    }

    private ColumnData serviceNames(RowOrder order) {
        ServiceNames names = ServiceNames.of(resources);
        int[] ids = new int[order.size()];
        for (int i = 0; i < ids.length; i++) {
            ids[i] = names.idOf(spans.getInt(Cell.RESOURCE, order.oldRows()[i]));
        }
        return ColumnData.full(new ColumnValues.Texts(ids, ids.length, names.entries()));
    }

    private static ColumnData longs(int rows, IntToLongFunction value) {
        long[] values = new long[rows];
        for (int i = 0; i < rows; i++) {
            values[i] = value.applyAsLong(i);
        }
        return ColumnData.full(new ColumnValues.Longs(values, rows));
    }

    /// A column with a value where `value` is not 0; `shift` is added to it.
    private static ColumnData where(int rows, IntToLongFunction value, long shift) {
        long[] words = new long[Presence.words(rows)];
        long[] values = new long[rows];
        int count = 0;
        for (int i = 0; i < rows; i++) {
            long v = value.applyAsLong(i);
            if (v != 0) {
                words[i >>> 6] |= 1L << i;
                values[count++] = v + shift;
            }
        }
        return new ColumnData(Presence.of(rows, words), new ColumnValues.Longs(Arrays.copyOf(values, count), count));
    }

    /// A column of texts out of numbers of `entries` plus one; 0 is no value.
    private static ColumnData texts(int rows, IntToLongFunction value, ByteStrings entries) {
        long[] words = new long[Presence.words(rows)];
        int[] ids = new int[rows];
        int count = 0;
        for (int i = 0; i < rows; i++) {
            int id = (int) value.applyAsLong(i) - 1;
            if (id >= 0) {
                words[i >>> 6] |= 1L << i;
                ids[count++] = id;
            }
        }
        return new ColumnData(
                Presence.of(rows, words), new ColumnValues.Texts(Arrays.copyOf(ids, count), count, entries));
    }

    private static <C extends Enum<C>> void putIfAny(EnumMap<C, ColumnData> columns, C column, ColumnData data) {
        if (data.presence().count() > 0) {
            columns.put(column, data);
        }
    }
}
