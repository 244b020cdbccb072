package dev.spanflame.proto.otlp;

import dev.spanflame.model.BackendException;
import dev.spanflame.model.trace.SpanBatch;
import dev.spanflame.model.trace.SpanBatch.Refusal;
import java.util.BitSet;
import org.jspecify.annotations.Nullable;

/// Decodes an encoded `ExportTraceServiceRequest` (equally a `TracesData`) into the columns of a [SpanBatch].
///
/// A span with an invalid trace or span id is refused alone; what is odd but usable is kept and counted (see
/// [SpanBatch.Refusal] and [SpanBatch.Oddity]). A parent id or an id of a link that is not of an id's size is kept as
/// a bytes attribute `spanflame.parent_span_id`, `spanflame.link_trace_id` or `spanflame.link_span_id`. Invalid UTF-8
/// becomes U+FFFD. Bytes that are not valid protobuf refuse the whole request. Accepts exactly what the parser that
/// protobuf generates accepts, invalid UTF-8 apart; where that parser departs from protobuf's rule that the last case
/// of a oneof wins (an array, another case, an array again), the rule holds.
///
/// ```
/// request ── resource spans ── resource          walked twice: all of the resource, then
///                           └─ scope spans ──    the scope spans, so that parts may come in any order
/// ```
///
/// Allocates nothing per span once its batch has grown to the size of the traffic. Make one for each thread.
public final class OtlpSpanDecoder {
    private static final int REQUEST = 0;

    private final WireReader in = new WireReader();
    private final AttributeDecoder attributes = new AttributeDecoder();
    private final SpanDecoder span = new SpanDecoder(attributes);
    private final ResourceDecoder resource = new ResourceDecoder(attributes);
    private final ScopeDecoder scope = new ScopeDecoder(attributes);
    private int ordinal;

    /// Fills `batch` with the spans of `request`, which becomes the batch's text and must not change afterwards.
    ///
    /// Throws [BackendException] of kind BAD_REQUEST; the batch is then empty.
    public void decode(byte[] request, SpanBatch batch) {
        decode(request, null, batch);
    }

    /// As above, without the spans whose ordinals are in `skip`: they are stepped over, neither judged nor listed as
    /// refused. A replay gives what was refused when the request came in.
    public void decode(byte[] request, @Nullable BitSet skip, SpanBatch batch) {
        batch.reset(request);
        in.reset(request, 0, request.length);
        attributes.reset(request.length);
        span.reset(request.length);
        ordinal = 0;
        try {
            while (in.hasMore()) {
                int tag = in.tag();
                if (tag == OtlpField.REQUEST_RESOURCE_SPANS) {
                    resourceSpans(skip, batch);
                } else {
                    in.skip(tag, REQUEST);
                }
            }
        } catch (BackendException e) {
            batch.reset(new byte[0]);
            throw e;
        }
    }

    /// Number of spans in the request decoded last, refused and skipped ones counted.
    public int spanCount() {
        return ordinal;
    }

    private void resourceSpans(@Nullable BitSet skip, SpanBatch batch) {
        int outer = in.enter(REQUEST);
        int start = in.position();
        resource.read(in, batch);
        in.moveTo(start);
        while (in.hasMore()) {
            int tag = in.tag();
            if (tag == OtlpField.RESOURCE_SPANS_SCOPE_SPANS) {
                scopeSpans(skip, batch);
            } else {
                in.skip(tag, REQUEST + 1);
            }
        }
        in.leave(outer);
    }

    private void scopeSpans(@Nullable BitSet skip, SpanBatch batch) {
        int outer = in.enter(REQUEST + 1);
        int start = in.position();
        scope.begin(batch);
        while (in.hasMore()) {
            int tag = in.tag();
            if (tag == OtlpField.SCOPE_SPANS_SPANS) {
                span(skip, batch);
            } else {
                scope.field(tag, in, batch);
            }
        }
        scope.end(in, batch, start);
        in.leave(outer);
    }

    private void span(@Nullable BitSet skip, SpanBatch batch) {
        if (skip != null && skip.get(ordinal)) {
            in.advance(in.length());
        } else {
            Refusal refusal = span.read(in, batch);
            if (refusal == null) {
                span.store(batch, resource.row(batch), scope.row(batch), ordinal);
            } else {
                batch.refuse(ordinal, refusal);
            }
        }
        ordinal++;
    }
}
