package dev.spanflame.proto.otlp;

import dev.spanflame.model.trace.RowTable;
import dev.spanflame.model.trace.SpanBatch;
import dev.spanflame.model.trace.SpanBatch.ResourceColumn;
import dev.spanflame.model.trace.TextRef;
import java.io.ByteArrayOutputStream;

/// Reads the resource and the schema URL of a `ResourceSpans`; the row is made when the first span needs it. Not
/// thread-safe.
final class ResourceDecoder {
    /// Depth of a `ResourceSpans` in a request, see [WireReader#MAX_DEPTH].
    private static final int DEPTH = 1;

    private static final int NO_ROW = -1;
    private static final long UINT32 = 0xffff_ffffL;

    private final AttributeDecoder attributes;
    private int row;
    private int attributesFrom;
    private int attributesTo;
    private long droppedAttributes;
    private long schemaUrl;
    private long entityRefs;
    private boolean entityRefsScattered;
    private boolean entityRefsValid;

    ResourceDecoder(AttributeDecoder attributes) {
        this.attributes = attributes;
    }

    /// Reads all but the spans of the `ResourceSpans` that the cursor stands in, to its end.
    void read(WireReader in, SpanBatch batch) {
        row = NO_ROW;
        attributesFrom = batch.attributes().size();
        droppedAttributes = 0;
        schemaUrl = TextRef.EMPTY;
        entityRefs = TextRef.EMPTY;
        entityRefsScattered = false;
        entityRefsValid = true;
        int start = in.position();
        while (in.hasMore()) {
            int tag = in.tag();
            switch (tag) {
                case OtlpField.RESOURCE_SPANS_RESOURCE -> readResource(in, batch);
                case OtlpField.RESOURCE_SPANS_SCHEMA_URL -> schemaUrl = WireText.read(in, batch);
                default -> in.skip(tag, DEPTH);
            }
        }
        attributesTo = batch.attributes().size();
        if (entityRefsScattered || !entityRefsValid) {
            collectEntityRefs(in, batch, start);
        }
    }

    private void readResource(WireReader in, SpanBatch batch) {
        int outer = in.enter(DEPTH);
        while (in.hasMore()) {
            int at = in.position();
            int tag = in.tag();
            switch (tag) {
                case OtlpField.RESOURCE_ATTRIBUTES -> attributes.append(in, batch, DEPTH + 1);
                case OtlpField.RESOURCE_DROPPED_ATTRIBUTES -> droppedAttributes = in.varint() & UINT32;
                case OtlpField.RESOURCE_ENTITY_REFS -> readEntityRef(in, batch, at);
                default -> in.skip(tag, DEPTH + 1);
            }
        }
        in.leave(outer);
    }

    /// Widens the slice of entity references by the one whose tag stands at `at`.
    private void readEntityRef(WireReader in, SpanBatch batch, int at) {
        entityRefsValid &= AnyValueCheck.entityRef(in, batch, DEPTH + 1);
        int from = TextRef.offset(entityRefs);
        int length = TextRef.length(entityRefs);
        if (length == 0) {
            entityRefs = TextRef.of(at, in.position() - at);
        } else if (from + length == at) {
            entityRefs = TextRef.of(from, in.position() - from);
        } else {
            entityRefsScattered = true;
        }
    }

    /// Puts entity references side by side that were sent apart, and repairs their text.
    private void collectEntityRefs(WireReader in, SpanBatch batch, int start) {
        ByteArrayOutputStream collected = new ByteArrayOutputStream();
        in.moveTo(start);
        while (in.hasMore()) {
            int tag = in.tag();
            if (tag == OtlpField.RESOURCE_SPANS_RESOURCE) {
                int outer = in.enter(DEPTH);
                EntityRefCodec.copyRepaired(in, DEPTH + 1, collected);
                in.leave(outer);
            } else {
                in.skip(tag, DEPTH);
            }
        }
        entityRefs = batch.addText(collected.toByteArray());
    }

    /// Row of the resource in the batch.
    int row(SpanBatch batch) {
        if (row == NO_ROW) {
            RowTable<ResourceColumn> resources = batch.resources();
            row = resources.add();
            resources.set(ResourceColumn.ATTRIBUTES_FROM, row, attributesFrom);
            resources.set(ResourceColumn.ATTRIBUTES_TO, row, attributesTo);
            resources.set(ResourceColumn.DROPPED_ATTRIBUTES, row, droppedAttributes);
            resources.set(ResourceColumn.SCHEMA_URL, row, schemaUrl);
            resources.set(ResourceColumn.ENTITY_REFS, row, entityRefs);
        }
        return row;
    }
}
