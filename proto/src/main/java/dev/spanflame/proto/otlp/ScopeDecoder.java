package dev.spanflame.proto.otlp;

import dev.spanflame.model.trace.RowTable;
import dev.spanflame.model.trace.SpanBatch;
import dev.spanflame.model.trace.SpanBatch.ScopeColumn;
import dev.spanflame.model.trace.TextRef;

/// Reads the scope and the schema URL of a `ScopeSpans`; the row is made when the first span needs it. Not
/// thread-safe.
///
/// Senders write the scope first, so one walk is enough; a scope of which a piece comes after a span is read again at
/// the end, whole.
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
    private boolean isLate;

    ScopeDecoder(AttributeDecoder attributes) {
        this.attributes = attributes;
    }

    /// Begins a `ScopeSpans`, in which the cursor stands.
    void begin(SpanBatch batch) {
        row = NO_ROW;
        schemaUrl = TextRef.EMPTY;
        isLate = false;
        clearScope(batch);
    }

    private void clearScope(SpanBatch batch) {
        name = TextRef.EMPTY;
        version = TextRef.EMPTY;
        attributesFrom = batch.attributes().size();
        attributesTo = attributesFrom;
        droppedAttributes = 0;
    }

    /// Reads a field that is no span.
    void field(int tag, WireReader in, SpanBatch batch) {
        switch (tag) {
            case OtlpField.SCOPE_SPANS_SCOPE -> {
                // Attributes of spans may already stand behind those of a first piece of the scope.
                if (attributesTo == batch.attributes().size()) {
                    readScope(in, batch);
                    attributesTo = batch.attributes().size();
                } else {
                    isLate = true;
                    in.skip(tag, DEPTH);
                }
            }
            case OtlpField.SCOPE_SPANS_SCHEMA_URL -> schemaUrl = WireText.read(in, batch);
            default -> in.skip(tag, DEPTH);
        }
    }

    /// Ends the `ScopeSpans` that began at `start`, where the cursor stands at the end.
    void end(WireReader in, SpanBatch batch, int start) {
        if (isLate) {
            clearScope(batch);
            in.moveTo(start);
            while (in.hasMore()) {
                int tag = in.tag();
                if (tag == OtlpField.SCOPE_SPANS_SCOPE) {
                    readScope(in, batch);
                } else {
                    in.skip(tag, DEPTH);
                }
            }
            attributesTo = batch.attributes().size();
        }
        if (row != NO_ROW) {
            store(batch.scopes());
        }
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

    /// Row of the scope in the batch, which is filled at the end.
    int row(SpanBatch batch) {
        if (row == NO_ROW) {
            row = batch.scopes().add();
        }
        return row;
    }

    private void store(RowTable<ScopeColumn> scopes) {
        scopes.set(ScopeColumn.NAME, row, name);
        scopes.set(ScopeColumn.VERSION, row, version);
        scopes.set(ScopeColumn.ATTRIBUTES_FROM, row, attributesFrom);
        scopes.set(ScopeColumn.ATTRIBUTES_TO, row, attributesTo);
        scopes.set(ScopeColumn.DROPPED_ATTRIBUTES, row, droppedAttributes);
        scopes.set(ScopeColumn.SCHEMA_URL, row, schemaUrl);
    }
}
