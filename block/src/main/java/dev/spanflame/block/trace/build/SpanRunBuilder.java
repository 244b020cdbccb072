package dev.spanflame.block.trace.build;

import dev.spanflame.block.column.ByteInterner;
import dev.spanflame.model.trace.AttributeTable;
import dev.spanflame.model.trace.Resource;
import dev.spanflame.model.trace.RowTable;
import dev.spanflame.model.trace.Scope;
import dev.spanflame.model.trace.SpanBatch;
import dev.spanflame.model.trace.SpanBatch.ResourceColumn;
import dev.spanflame.model.trace.SpanBatch.ScopeColumn;
import dev.spanflame.model.trace.TextRef;
import dev.spanflame.proto.otlp.SpanRecords;

/// Takes spans in order of arrival and turns them, when asked, into a [SpanRun].
///
/// One thread appends at a time, under a lock of the owner; [#tail] is called under the same lock and is cheap, the
/// expensive part ([SpanTail#seal]) runs outside of it.
public final class SpanRunBuilder {
    /// Columns kept for each span besides its attributes; texts are numbers of a dictionary plus one, 0 for empty.
    enum Cell {
        TRACE_HIGH,
        TRACE_LOW,
        SPAN_ID,
        PARENT_ID,
        START,
        DURATION,
        RESOURCE,
        SCOPE,
        NAME,
        KIND,
        STATUS,
        STATUS_MESSAGE,
        TRACE_STATE,
        FLAGS,
        DROPPED_ATTRIBUTES,
        DROPPED_EVENTS,
        DROPPED_LINKS,
        EVENTS_FROM,
        EVENTS_TO,
        LINKS_FROM,
        LINKS_TO,
        /// Hash of the whole span: equal spans have equal hashes.
        CONTENT
    }

    /// Columns kept for each event.
    enum EventCell {
        TIME,
        NAME,
        DROPPED_ATTRIBUTES
    }

    /// Columns kept for each link.
    enum LinkCell {
        TRACE_HIGH,
        TRACE_LOW,
        SPAN_ID,
        TRACE_STATE,
        FLAGS,
        DROPPED_ATTRIBUTES
    }

    private static final int CELL_BYTES = 8 * Cell.values().length;
    private static final int EVENT_BYTES = 8 * EventCell.values().length;
    private static final int LINK_BYTES = 8 * LinkCell.values().length;

    private final RowTable<Cell> spans = new RowTable<>(Cell.class);
    private final RowTable<EventCell> events = new RowTable<>(EventCell.class);
    private final RowTable<LinkCell> links = new RowTable<>(LinkCell.class);
    private final AttributeCollector spanAttributes = new AttributeCollector();
    private final AttributeCollector eventAttributes = new AttributeCollector();
    private final AttributeCollector linkAttributes = new AttributeCollector();
    private final ByteInterner names = new ByteInterner();
    private final ByteInterner eventNames = new ByteInterner();
    private final ByteInterner notes = new ByteInterner();
    private final ResourceInterner<Resource> resources = new ResourceInterner<>();
    private final ResourceInterner<Scope> scopes = new ResourceInterner<>();
    private final ContentKey contentKey = new ContentKey();
    private int[] resourceNumbers = new int[16];
    private int[] scopeNumbers = new int[16];

    /// Number of spans.
    public int rows() {
        return spans.size();
    }

    /// Bytes of heap held, near enough to be a budget; walks over all columns.
    public long memoryBytes() {
        return (long) spans.size() * CELL_BYTES
                + (long) events.size() * EVENT_BYTES
                + (long) links.size() * LINK_BYTES
                + spanAttributes.memoryBytes()
                + eventAttributes.memoryBytes()
                + linkAttributes.memoryBytes()
                + resources.memoryBytes()
                + scopes.memoryBytes()
                + names.memoryBytes()
                + eventNames.memoryBytes()
                + notes.memoryBytes();
    }

    /// Adds all spans of `batch`. Hot path.
    public void append(SpanBatch batch) {
        numberResources(batch);
        numberScopes(batch);
        for (int i = 0; i < batch.spans().size(); i++) {
            appendSpan(batch, i);
        }
    }

    /// What was added so far, to be sealed outside of the lock.
    public SpanTail tail() {
        return new SpanTail(
                spans.view(),
                events.view(),
                links.view(),
                spanAttributes.view(),
                eventAttributes.view(),
                linkAttributes.view(),
                names.strings(),
                eventNames.strings(),
                notes.strings(),
                resources.things(),
                scopes.things());
    }

    private void numberResources(SpanBatch batch) {
        RowTable<ResourceColumn> in = batch.resources();
        resourceNumbers = resourceNumbers.length < in.size() ? new int[in.size() * 2] : resourceNumbers;
        for (int i = 0; i < in.size(); i++) {
            int from = in.getInt(ResourceColumn.ATTRIBUTES_FROM, i);
            int to = in.getInt(ResourceColumn.ATTRIBUTES_TO, i);
            contentKey.clear().number(in.get(ResourceColumn.DROPPED_ATTRIBUTES, i));
            contentKey.text(batch.bytes(), in.get(ResourceColumn.SCHEMA_URL, i));
            contentKey.text(batch.bytes(), in.get(ResourceColumn.ENTITY_REFS, i));
            contentKey.attributes(batch.bytes(), batch.attributes(), from, to);
            int row = i;
            resourceNumbers[i] = resources.intern(contentKey, () -> SpanRecords.resource(batch, row));
        }
    }

    private void numberScopes(SpanBatch batch) {
        RowTable<ScopeColumn> in = batch.scopes();
        scopeNumbers = scopeNumbers.length < in.size() ? new int[in.size() * 2] : scopeNumbers;
        for (int i = 0; i < in.size(); i++) {
            int from = in.getInt(ScopeColumn.ATTRIBUTES_FROM, i);
            int to = in.getInt(ScopeColumn.ATTRIBUTES_TO, i);
            contentKey.clear().number(in.get(ScopeColumn.DROPPED_ATTRIBUTES, i));
            contentKey.text(batch.bytes(), in.get(ScopeColumn.NAME, i));
            contentKey.text(batch.bytes(), in.get(ScopeColumn.VERSION, i));
            contentKey.text(batch.bytes(), in.get(ScopeColumn.SCHEMA_URL, i));
            contentKey.attributes(batch.bytes(), batch.attributes(), from, to);
            int row = i;
            scopeNumbers[i] = scopes.intern(contentKey, () -> SpanRecords.scope(batch, row));
        }
    }

    private void appendSpan(SpanBatch batch, int i) {
        RowTable<SpanBatch.SpanColumn> in = batch.spans();
        int row = spans.add();
        long start = in.get(SpanBatch.SpanColumn.START, i);
        copy(in, i, row);
        spans.set(Cell.DURATION, row, in.get(SpanBatch.SpanColumn.END, i) - start);
        spans.set(Cell.RESOURCE, row, resourceNumbers[in.getInt(SpanBatch.SpanColumn.RESOURCE, i)]);
        spans.set(Cell.SCOPE, row, scopeNumbers[in.getInt(SpanBatch.SpanColumn.SCOPE, i)]);
        spans.set(Cell.NAME, row, name(names, batch, in.get(SpanBatch.SpanColumn.NAME, i)));
        spans.set(Cell.STATUS_MESSAGE, row, note(batch, in.get(SpanBatch.SpanColumn.STATUS_MESSAGE, i)));
        spans.set(Cell.TRACE_STATE, row, note(batch, in.get(SpanBatch.SpanColumn.TRACE_STATE, i)));
        AttributeTable attributes = batch.attributes();
        int from = in.getInt(SpanBatch.SpanColumn.ATTRIBUTES_FROM, i);
        int to = in.getInt(SpanBatch.SpanColumn.ATTRIBUTES_TO, i);
        long hash = spanAttributes.add(row, attributes, from, to, batch.bytes());
        hash = 31 * hash + appendEvents(batch, i, row);
        hash = 31 * hash + appendLinks(batch, i, row);
        spans.set(Cell.CONTENT, row, hashCells(row, hash));
    }

    private void copy(RowTable<SpanBatch.SpanColumn> in, int i, int row) {
        spans.set(Cell.TRACE_HIGH, row, in.get(SpanBatch.SpanColumn.TRACE_HIGH, i));
        spans.set(Cell.TRACE_LOW, row, in.get(SpanBatch.SpanColumn.TRACE_LOW, i));
        spans.set(Cell.SPAN_ID, row, in.get(SpanBatch.SpanColumn.SPAN_ID, i));
        spans.set(Cell.PARENT_ID, row, in.get(SpanBatch.SpanColumn.PARENT_ID, i));
        spans.set(Cell.START, row, in.get(SpanBatch.SpanColumn.START, i));
        spans.set(Cell.KIND, row, in.get(SpanBatch.SpanColumn.KIND, i));
        spans.set(Cell.STATUS, row, in.get(SpanBatch.SpanColumn.STATUS, i));
        spans.set(Cell.FLAGS, row, in.get(SpanBatch.SpanColumn.FLAGS, i));
        spans.set(Cell.DROPPED_ATTRIBUTES, row, in.get(SpanBatch.SpanColumn.DROPPED_ATTRIBUTES, i));
        spans.set(Cell.DROPPED_EVENTS, row, in.get(SpanBatch.SpanColumn.DROPPED_EVENTS, i));
        spans.set(Cell.DROPPED_LINKS, row, in.get(SpanBatch.SpanColumn.DROPPED_LINKS, i));
    }

    private long appendEvents(SpanBatch batch, int i, int row) {
        RowTable<SpanBatch.EventColumn> in = batch.events();
        int from = batch.spans().getInt(SpanBatch.SpanColumn.EVENTS_FROM, i);
        int to = batch.spans().getInt(SpanBatch.SpanColumn.EVENTS_TO, i);
        long start = spans.get(Cell.START, row);
        long hash = 0;
        spans.set(Cell.EVENTS_FROM, row, events.size());
        for (int e = from; e < to; e++) {
            int event = events.add();
            events.set(EventCell.TIME, event, in.get(SpanBatch.EventColumn.TIME, e) - start);
            events.set(EventCell.NAME, event, name(eventNames, batch, in.get(SpanBatch.EventColumn.NAME, e)));
            events.set(EventCell.DROPPED_ATTRIBUTES, event, in.get(SpanBatch.EventColumn.DROPPED_ATTRIBUTES, e));
            int first = in.getInt(SpanBatch.EventColumn.ATTRIBUTES_FROM, e);
            int last = in.getInt(SpanBatch.EventColumn.ATTRIBUTES_TO, e);
            hash = 31 * hash + eventAttributes.add(event, batch.attributes(), first, last, batch.bytes());
            hash = 31 * hash + events.get(EventCell.TIME, event) + 7 * events.get(EventCell.NAME, event);
        }
        spans.set(Cell.EVENTS_TO, row, events.size());
        return hash;
    }

    private long appendLinks(SpanBatch batch, int i, int row) {
        RowTable<SpanBatch.LinkColumn> in = batch.links();
        int from = batch.spans().getInt(SpanBatch.SpanColumn.LINKS_FROM, i);
        int to = batch.spans().getInt(SpanBatch.SpanColumn.LINKS_TO, i);
        long hash = 0;
        spans.set(Cell.LINKS_FROM, row, links.size());
        for (int l = from; l < to; l++) {
            int link = links.add();
            links.set(LinkCell.TRACE_HIGH, link, in.get(SpanBatch.LinkColumn.TRACE_HIGH, l));
            links.set(LinkCell.TRACE_LOW, link, in.get(SpanBatch.LinkColumn.TRACE_LOW, l));
            links.set(LinkCell.SPAN_ID, link, in.get(SpanBatch.LinkColumn.SPAN_ID, l));
            links.set(LinkCell.TRACE_STATE, link, note(batch, in.get(SpanBatch.LinkColumn.TRACE_STATE, l)));
            links.set(LinkCell.FLAGS, link, in.get(SpanBatch.LinkColumn.FLAGS, l));
            links.set(LinkCell.DROPPED_ATTRIBUTES, link, in.get(SpanBatch.LinkColumn.DROPPED_ATTRIBUTES, l));
            int first = in.getInt(SpanBatch.LinkColumn.ATTRIBUTES_FROM, l);
            int last = in.getInt(SpanBatch.LinkColumn.ATTRIBUTES_TO, l);
            hash = 31 * hash + linkAttributes.add(link, batch.attributes(), first, last, batch.bytes());
            hash = 31 * hash + links.get(LinkCell.SPAN_ID, link) + links.get(LinkCell.TRACE_LOW, link);
        }
        spans.set(Cell.LINKS_TO, row, links.size());
        return hash;
    }

    private static long name(ByteInterner interner, SpanBatch batch, long ref) {
        return interner.intern(batch.bytes(), TextRef.offset(ref), TextRef.length(ref)) + 1L;
    }

    private long note(SpanBatch batch, long ref) {
        return TextRef.length(ref) == 0 ? 0 : name(notes, batch, ref);
    }

    private long hashCells(int row, long seed) {
        long hash = seed;
        hash = AttributeCollector.mix(hash + spans.get(Cell.PARENT_ID, row));
        hash = AttributeCollector.mix(hash + spans.get(Cell.START, row));
        hash = AttributeCollector.mix(hash + spans.get(Cell.DURATION, row));
        hash = AttributeCollector.mix(hash + (spans.get(Cell.RESOURCE, row) << 32 | spans.get(Cell.SCOPE, row)));
        hash = AttributeCollector.mix(hash + (spans.get(Cell.NAME, row) << 32 | spans.get(Cell.STATUS, row)));
        hash = AttributeCollector.mix(
                hash + (spans.get(Cell.STATUS_MESSAGE, row) << 32 | spans.get(Cell.TRACE_STATE, row)));
        hash = AttributeCollector.mix(
                hash + (spans.get(Cell.FLAGS, row) << 32 ^ spans.get(Cell.DROPPED_ATTRIBUTES, row)));
        return AttributeCollector.mix(
                hash + (spans.get(Cell.DROPPED_EVENTS, row) << 32 ^ spans.get(Cell.DROPPED_LINKS, row)));
    }
}
