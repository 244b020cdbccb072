package dev.spanflame.block.trace.store.read;

import dev.spanflame.block.trace.EventColumn;
import dev.spanflame.block.trace.LinkColumn;
import dev.spanflame.block.trace.SpanColumn;
import dev.spanflame.block.trace.SpanRows;
import dev.spanflame.block.trace.TraceIndex;
import dev.spanflame.block.trace.TraceTimes;
import dev.spanflame.block.trace.store.BlockIndex;
import dev.spanflame.block.trace.store.TableShape;
import dev.spanflame.model.trace.Resource;
import dev.spanflame.model.trace.Scope;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Some traces of one row group of a block that follow each other. Used by one thread at a time.
public final class StoredRows implements SpanRows {
    private final BlockTables tables;
    private final BlockIndex.Group group;
    private final int firstTrace;
    private final TraceIndex traces;
    private final Window window;
    private final StoredTable<SpanColumn> spans;
    private @Nullable StoredTable<EventColumn> events;
    private @Nullable StoredTable<LinkColumn> links;

    /// Which rows of the block are shown: `[from, to)`, of a row group that begins at `groupFrom`.
    record Window(int groupFrom, int from, int to, boolean isWhole) {}

    /// `shown` are traces of the group from number `firstTrace` on, with first rows counted over the whole block.
    StoredRows(BlockTables tables, int group, int firstTrace, TraceIndex shown) {
        BlockIndex index = tables.index();
        this.tables = tables;
        this.firstTrace = firstTrace;
        this.group = index.groups().get(group);
        int groupFrom = this.group.firstRow();
        int from = shown.firstRow(0);
        int to = shown.firstRow(shown.count());
        this.window = new Window(groupFrom, from, to, from == groupFrom && to == index.endRow(group));
        this.traces = fromZero(shown);
        this.spans = StoredTable.ofSpans(tables, group, window);
    }

    private static TraceIndex fromZero(TraceIndex traces) {
        int[] firstRows = traces.firstRows().clone();
        for (int i = 0; i < firstRows.length; i++) {
            firstRows[i] -= traces.firstRow(0);
        }
        return new TraceIndex(traces.highs(), traces.lows(), firstRows, traces.count());
    }

    @Override
    public StoredTable<SpanColumn> spans() {
        return spans;
    }

    @Override
    public StoredTable<EventColumn> events() {
        StoredTable<EventColumn> known = events;
        if (known == null) {
            known = StoredTable.ofElements(tables, TableShape.EVENTS, EventColumn.SPAN, group, group.events(), window);
            events = known;
        }
        return known;
    }

    @Override
    public StoredTable<LinkColumn> links() {
        StoredTable<LinkColumn> known = links;
        if (known == null) {
            known = StoredTable.ofElements(tables, TableShape.LINKS, LinkColumn.SPAN, group, group.links(), window);
            links = known;
        }
        return known;
    }

    @Override
    public TraceIndex traces() {
        return traces;
    }

    @Override
    public TraceTimes times() {
        return tables.times(firstTrace, firstTrace + traces.count());
    }

    @Override
    public List<Resource> resources() {
        return tables.index().resources();
    }

    @Override
    public List<Scope> scopes() {
        return tables.index().scopes();
    }

    /// Fetches all columns of all tables, each table in as few reads as makes sense.
    public void fetchAll() {
        spans.fetchAll();
        events().fetchAll();
        links().fetchAll();
    }
}
