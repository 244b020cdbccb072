package dev.spanflame.proto.otlp;

import dev.spanflame.model.trace.RowTable;
import dev.spanflame.model.trace.SpanBatch;
import dev.spanflame.model.trace.SpanBatch.Oddity;
import dev.spanflame.model.trace.SpanBatch.Refusal;
import dev.spanflame.model.trace.SpanBatch.SpanColumn;
import dev.spanflame.model.trace.TextRef;
import dev.spanflame.proto.inflate.InFlightBudget;
import dev.spanflame.proto.wire.WireReader;
import org.jspecify.annotations.Nullable;

/// Reads one `Span` message into a row of the batch, its events and links into theirs. Not thread-safe.
///
/// A span is walked twice: its own fields first, its events and links after, so that the attributes of each owner are
/// neighbours in the table in whatever order the fields came. The fields of the current span live here until it is
/// known whether the span is kept.
final class SpanDecoder {
    /// Depth of a span in a request, see [WireReader#MAX_DEPTH].
    private static final int DEPTH = 3;

    private static final int LAST_KIND = 5;
    private static final long UINT32 = 0xffff_ffffL;

    private final AttributeDecoder attributes;
    private final ChildDecoder children;
    private final TableLimit limit = new TableLimit("spans", 16, 8 * SpanColumn.values().length);
    private final IdField traceId = new IdField(16);
    private final IdField spanId = new IdField(8);
    private final IdField parentId = new IdField(8);

    private long traceState;
    private long flags;
    private long name;
    private int kind;
    private long start;
    private long end;
    private int attributesFrom;
    private int attributesTo;
    private long droppedAttributes;
    private int eventsFrom;
    private long droppedEvents;
    private int linksFrom;
    private long droppedLinks;
    private int status;
    private long statusMessage;
    private int firstChildAt;
    private int wireBytes;

    SpanDecoder(AttributeDecoder attributes) {
        this.attributes = attributes;
        this.children = new ChildDecoder(attributes);
    }

    /// Prepares for a request of this many bytes, whose rows are reserved from `memory`.
    void reset(int requestBytes, InFlightBudget.Reservation memory) {
        limit.reset(requestBytes, memory);
        children.reset(requestBytes, memory);
    }

    /// Reads the span whose length comes next, with its attributes, events and links; null when it can be stored.
    /// Hot path.
    @Nullable
    Refusal read(WireReader in, SpanBatch batch) {
        clear(batch);
        int outer = in.enter(DEPTH - 1);
        wireBytes = in.end() - in.position();
        while (in.hasMore()) {
            field(in, batch);
        }
        Refusal refusal = refusal();
        if (refusal == null && parentId.isMisfit()) {
            batch.note(Oddity.INVALID_PARENT_ID);
            attributes.addMisfit(batch, MisfitKey.PARENT, parentId);
        }
        attributesTo = batch.attributes().size();
        if (firstChildAt >= 0) {
            readChildren(in, batch);
        }
        in.leave(outer);
        if (refusal != null) {
            forgetChildren(batch);
        }
        return refusal;
    }

    private void clear(SpanBatch batch) {
        traceId.clear();
        spanId.clear();
        parentId.clear();
        traceState = TextRef.EMPTY;
        flags = 0;
        name = TextRef.EMPTY;
        kind = 0;
        start = 0;
        end = 0;
        attributesFrom = batch.attributes().size();
        droppedAttributes = 0;
        eventsFrom = batch.events().size();
        droppedEvents = 0;
        linksFrom = batch.links().size();
        droppedLinks = 0;
        status = 0;
        statusMessage = TextRef.EMPTY;
        firstChildAt = -1;
    }

    private void field(WireReader in, SpanBatch batch) {
        int at = in.position();
        int tag = in.tag();
        switch (tag) {
            case OtlpField.SPAN_TRACE_ID -> traceId.read(in);
            case OtlpField.SPAN_SPAN_ID -> spanId.read(in);
            case OtlpField.SPAN_TRACE_STATE -> traceState = WireText.read(in, batch);
            case OtlpField.SPAN_PARENT_SPAN_ID -> parentId.read(in);
            case OtlpField.SPAN_NAME -> name = WireText.read(in, batch);
            case OtlpField.SPAN_KIND -> kind = (int) in.varint();
            case OtlpField.SPAN_START -> start = in.fixed64();
            case OtlpField.SPAN_END -> end = in.fixed64();
            case OtlpField.SPAN_ATTRIBUTES -> attributes.append(in, batch, DEPTH);
            case OtlpField.SPAN_DROPPED_ATTRIBUTES -> droppedAttributes = in.varint() & UINT32;
            case OtlpField.SPAN_EVENTS, OtlpField.SPAN_LINKS -> {
                firstChildAt = firstChildAt < 0 ? at : firstChildAt;
                in.advance(in.length());
            }
            case OtlpField.SPAN_DROPPED_EVENTS -> droppedEvents = in.varint() & UINT32;
            case OtlpField.SPAN_DROPPED_LINKS -> droppedLinks = in.varint() & UINT32;
            case OtlpField.SPAN_STATUS -> readStatus(in, batch);
            case OtlpField.SPAN_FLAGS -> flags = in.fixed32() & UINT32;
            default -> in.skip(tag, DEPTH);
        }
    }

    private void readStatus(WireReader in, SpanBatch batch) {
        int outer = in.enter(DEPTH);
        while (in.hasMore()) {
            int tag = in.tag();
            switch (tag) {
                case OtlpField.STATUS_MESSAGE -> statusMessage = WireText.read(in, batch);
                case OtlpField.STATUS_CODE -> status = (int) in.varint();
                default -> in.skip(tag, DEPTH + 1);
            }
        }
        in.leave(outer);
    }

    private void readChildren(WireReader in, SpanBatch batch) {
        in.moveTo(firstChildAt);
        while (in.hasMore()) {
            int tag = in.tag();
            switch (tag) {
                case OtlpField.SPAN_EVENTS -> children.readEvent(in, batch, DEPTH);
                case OtlpField.SPAN_LINKS -> children.readLink(in, batch, DEPTH);
                default -> in.skip(tag, DEPTH);
            }
        }
    }

    private @Nullable Refusal refusal() {
        if (!traceId.isSet()) {
            return Refusal.INVALID_TRACE_ID;
        }
        return spanId.isSet() ? null : Refusal.INVALID_SPAN_ID;
    }

    private void forgetChildren(SpanBatch batch) {
        while (batch.events().size() > eventsFrom) {
            batch.events().removeLast();
        }
        while (batch.links().size() > linksFrom) {
            batch.links().removeLast();
        }
    }

    /// Appends the row of the span that [#read] found fit. Hot path.
    void store(SpanBatch batch, int resource, int scope, int ordinal) {
        RowTable<SpanColumn> spans = batch.spans();
        limit.beforeAdd(spans.size());
        int row = spans.add();
        spans.set(SpanColumn.TRACE_HIGH, row, traceId.high());
        spans.set(SpanColumn.TRACE_LOW, row, traceId.low());
        spans.set(SpanColumn.SPAN_ID, row, spanId.low());
        spans.set(SpanColumn.PARENT_ID, row, parentId.low());
        spans.set(SpanColumn.TRACE_STATE, row, traceState);
        spans.set(SpanColumn.FLAGS, row, flags);
        spans.set(SpanColumn.NAME, row, name);
        spans.set(SpanColumn.KIND, row, kind);
        spans.set(SpanColumn.STATUS, row, status);
        spans.set(SpanColumn.STATUS_MESSAGE, row, statusMessage);
        spans.set(SpanColumn.RESOURCE, row, resource);
        spans.set(SpanColumn.SCOPE, row, scope);
        spans.set(SpanColumn.ORDINAL, row, ordinal);
        spans.set(SpanColumn.WIRE_BYTES, row, wireBytes);
        storeOwned(batch, spans, row);
        storeTimes(batch, spans, row);
        if (kind < 0 || kind > LAST_KIND) {
            batch.note(Oddity.UNKNOWN_KIND);
        }
    }

    private void storeOwned(SpanBatch batch, RowTable<SpanColumn> spans, int row) {
        spans.set(SpanColumn.ATTRIBUTES_FROM, row, attributesFrom);
        spans.set(SpanColumn.ATTRIBUTES_TO, row, attributesTo);
        spans.set(SpanColumn.DROPPED_ATTRIBUTES, row, droppedAttributes);
        spans.set(SpanColumn.EVENTS_FROM, row, eventsFrom);
        spans.set(SpanColumn.EVENTS_TO, row, batch.events().size());
        spans.set(SpanColumn.DROPPED_EVENTS, row, droppedEvents);
        spans.set(SpanColumn.LINKS_FROM, row, linksFrom);
        spans.set(SpanColumn.LINKS_TO, row, batch.links().size());
        spans.set(SpanColumn.DROPPED_LINKS, row, droppedLinks);
    }

    private void storeTimes(SpanBatch batch, RowTable<SpanColumn> spans, int row) {
        spans.set(SpanColumn.START, row, start);
        if (start == 0) {
            batch.note(Oddity.START_ZERO);
        }
        if (Long.compareUnsigned(end, start) < 0) {
            batch.note(Oddity.END_BEFORE_START);
            end = start;
        }
        spans.set(SpanColumn.END, row, end);
    }
}
