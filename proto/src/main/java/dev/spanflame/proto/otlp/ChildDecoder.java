package dev.spanflame.proto.otlp;

import dev.spanflame.model.trace.RowTable;
import dev.spanflame.model.trace.SpanBatch;
import dev.spanflame.model.trace.SpanBatch.EventColumn;
import dev.spanflame.model.trace.SpanBatch.LinkColumn;
import dev.spanflame.model.trace.SpanBatch.Oddity;

/// Reads the events and links of spans into their tables; `depth` is that of the span. Not thread-safe.
final class ChildDecoder {
    private static final long UINT32 = 0xffff_ffffL;

    private final AttributeDecoder attributes;
    private final IdField traceId = new IdField(16);
    private final IdField spanId = new IdField(8);
    private int maxRows;

    ChildDecoder(AttributeDecoder attributes) {
        this.attributes = attributes;
    }

    /// Prepares for a request of this many bytes.
    void reset(int requestBytes) {
        maxRows = RowLimits.children(requestBytes);
    }

    /// Appends the event whose length comes next. Hot path.
    void readEvent(WireReader in, SpanBatch batch, int depth) {
        RowTable<EventColumn> events = batch.events();
        RowLimits.check(events.size(), maxRows, "events");
        int row = events.add();
        events.set(EventColumn.ATTRIBUTES_FROM, row, batch.attributes().size());
        int outer = in.enter(depth);
        while (in.hasMore()) {
            int tag = in.tag();
            switch (tag) {
                case OtlpField.EVENT_TIME -> events.set(EventColumn.TIME, row, in.fixed64());
                case OtlpField.EVENT_NAME -> events.set(EventColumn.NAME, row, WireText.read(in, batch));
                case OtlpField.EVENT_ATTRIBUTES -> attributes.append(in, batch, depth + 1);
                case OtlpField.EVENT_DROPPED_ATTRIBUTES ->
                    events.set(EventColumn.DROPPED_ATTRIBUTES, row, in.varint() & UINT32);
                default -> in.skip(tag, depth + 1);
            }
        }
        in.leave(outer);
        events.set(EventColumn.ATTRIBUTES_TO, row, batch.attributes().size());
    }

    /// Appends the link whose length comes next. Hot path.
    void readLink(WireReader in, SpanBatch batch, int depth) {
        RowTable<LinkColumn> links = batch.links();
        RowLimits.check(links.size(), maxRows, "links");
        int row = links.add();
        traceId.clear();
        spanId.clear();
        links.set(LinkColumn.ATTRIBUTES_FROM, row, batch.attributes().size());
        int outer = in.enter(depth);
        while (in.hasMore()) {
            int tag = in.tag();
            switch (tag) {
                case OtlpField.LINK_TRACE_ID -> traceId.read(in);
                case OtlpField.LINK_SPAN_ID -> spanId.read(in);
                case OtlpField.LINK_TRACE_STATE -> links.set(LinkColumn.TRACE_STATE, row, WireText.read(in, batch));
                case OtlpField.LINK_ATTRIBUTES -> attributes.append(in, batch, depth + 1);
                case OtlpField.LINK_DROPPED_ATTRIBUTES ->
                    links.set(LinkColumn.DROPPED_ATTRIBUTES, row, in.varint() & UINT32);
                case OtlpField.LINK_FLAGS -> links.set(LinkColumn.FLAGS, row, in.fixed32() & UINT32);
                default -> in.skip(tag, depth + 1);
            }
        }
        in.leave(outer);
        storeLinkIds(batch, row);
        links.set(LinkColumn.ATTRIBUTES_TO, row, batch.attributes().size());
    }

    private void storeLinkIds(SpanBatch batch, int row) {
        RowTable<LinkColumn> links = batch.links();
        links.set(LinkColumn.TRACE_HIGH, row, traceId.high());
        links.set(LinkColumn.TRACE_LOW, row, traceId.low());
        links.set(LinkColumn.SPAN_ID, row, spanId.low());
        if (traceId.isMisfit() || spanId.isMisfit()) {
            batch.note(Oddity.INVALID_LINK_ID);
            attributes.addMisfit(batch, MisfitKey.LINK_TRACE, traceId);
            attributes.addMisfit(batch, MisfitKey.LINK_SPAN, spanId);
        }
    }
}
