package dev.spanflame.proto.otlp;

import dev.spanflame.model.trace.RowTable;
import dev.spanflame.model.trace.SpanBatch;
import dev.spanflame.model.trace.SpanBatch.ScopeColumn;
import dev.spanflame.model.trace.TextRef;

/// Reads the scope and the schema URL of a `ScopeSpans`; the row is made when the first span needs it. Not
/// thread-safe.
final class ScopeDecoder {
    /// Depth of a `ScopeSpans` in a request, see [WireReader#MAX_DEPTH].
    private static final int DEPTH = 2;

    private static final int NO_ROW = -1;
    private static final long UINT32 = 0xffff_ffffL;

    private final AttributeDecoder attributes;
    private int row;
    private long name;
    private long version;
    private int attributesFrom;
    private int attributesTo;
    private long droppedAttributes;
    private long schemaUrl;

    ScopeDecoder(AttributeDecoder attributes) {
        this.attributes = attributes;
    }

    /// Reads all but the spans of the `ScopeSpans` that the cursor stands in, to its end.
    void read(WireReader in, SpanBatch batch) {
        row = NO_ROW;
        name = TextRef.EMPTY;
        version = TextRef.EMPTY;
        attributesFrom = batch.attributes().size();
        droppedAttributes = 0;
        schemaUrl = TextRef.EMPTY;
        while (in.hasMore()) {
            int tag = in.tag();
            switch (tag) {
                case OtlpField.SCOPE_SPANS_SCOPE -> readScope(in, batch);
                case OtlpField.SCOPE_SPANS_SCHEMA_URL -> schemaUrl = WireText.read(in, batch);
                default -> in.skip(tag, DEPTH);
            }
        }
        attributesTo = batch.attributes().size();
    }

    private void readScope(WireReader in, SpanBatch batch) {
        int outer = in.enter(DEPTH);
        while (in.hasMore()) {
            int tag = in.tag();
            switch (tag) {
                case OtlpField.SCOPE_NAME -> name = WireText.read(in, batch);
                case OtlpField.SCOPE_VERSION -> version = WireText.read(in, batch);
                case OtlpField.SCOPE_ATTRIBUTES -> attributes.append(in, batch, DEPTH + 1);
                case OtlpField.SCOPE_DROPPED_ATTRIBUTES -> droppedAttributes = in.varint() & UINT32;
                default -> in.skip(tag, DEPTH + 1);
            }
        }
        in.leave(outer);
    }

    /// Row of the scope in the batch.
    int row(SpanBatch batch) {
        if (row == NO_ROW) {
            RowTable<ScopeColumn> scopes = batch.scopes();
            row = scopes.add();
            scopes.set(ScopeColumn.NAME, row, name);
            scopes.set(ScopeColumn.VERSION, row, version);
            scopes.set(ScopeColumn.ATTRIBUTES_FROM, row, attributesFrom);
            scopes.set(ScopeColumn.ATTRIBUTES_TO, row, attributesTo);
            scopes.set(ScopeColumn.DROPPED_ATTRIBUTES, row, droppedAttributes);
            scopes.set(ScopeColumn.SCHEMA_URL, row, schemaUrl);
        }
        return row;
    }
}
