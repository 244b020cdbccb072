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
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// Some traces of one row group of a block that follow each other. Used by one thread at a time.
public final class StoredRows implements SpanRows {
    private final BlockTables tables;
    private final BlockIndex.Group group;
    private final int number;
    private final int firstTrace;
    private final int traceCount;
    /// Of a whole row group none until somebody asks: they are read from a table of their own.
    private @Nullable TraceIndex traces;

    private final Window window;
    private final StoredTable<SpanColumn> spans;
    private @Nullable StoredTable<EventColumn> events;
    private @Nullable StoredTable<LinkColumn> links;

    /// Which rows of the block are shown: `[from, to)`, of a row group that begins at `groupFrom`.
    record Window(int groupFrom, int from, int to, boolean isWhole) {}

    /// The traces `[firstTrace, endTrace)` of the block, in the rows of `window`.
    private StoredRows(BlockTables tables, int group, int firstTrace, int endTrace, Window window) {
        this.tables = tables;
        this.number = group;
        this.firstTrace = firstTrace;
        this.traceCount = endTrace - firstTrace;
        this.group = tables.index().groups().get(group);
        this.window = window;
        this.spans = StoredTable.ofSpans(tables, group, window);
    }

    /// All of a row group.
    static StoredRows whole(BlockTables tables, int group) {
        int from = tables.index().groups().get(group).firstRow();
        Window all = new Window(from, from, tables.index().endRow(group), true);
        return new StoredRows(tables, group, tables.firstTrace(group), tables.firstTrace(group + 1), all);
    }

    /// The traces `shown` of a row group from number `firstTrace` on, with first rows counted over the whole block.
    static StoredRows part(BlockTables tables, int group, int firstTrace, TraceIndex shown) {
        int groupFrom = tables.index().groups().get(group).firstRow();
        int from = shown.firstRow(0);
        int to = shown.firstRow(shown.count());
        boolean isWhole = from == groupFrom && to == tables.index().endRow(group);
        StoredRows rows = new StoredRows(
                tables, group, firstTrace, firstTrace + shown.count(), new Window(groupFrom, from, to, isWhole));
        rows.traces = shown.fromZero();
        return rows;
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
        TraceIndex known = traces;
        if (known == null) {
            known = tables.traces(number);
            traces = known;
        }
        return known;
    }

    @Override
    public TraceTimes times() {
        return window.isWhole() ? tables.times(number) : tables.times(firstTrace, firstTrace + traceCount);
    }

    @Override
    public List<Resource> resources() {
        return tables.index().resources();
    }

    @Override
    public boolean serviceNamesAreTexts() {
        return tables.serviceNamesAreTexts();
    }

    @Override
    public <T> T made(Class<T> type, long bytes, Supplier<T> maker) {
        return window.isWhole() ? tables.made(number, type, bytes, maker) : maker.get();
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
