package dev.spanflame.model.trace;

import java.util.List;

/// One span as a record, for doors and tests; the hot path works on [SpanBatch].
///
/// Ids are bits, 0 for "no parent". Times are nanoseconds since the epoch as OTLP's `fixed64`, read as unsigned.
/// `kind` and `status` are OTLP's numbers, kept even when unknown. `flags` are OTLP's 32 flag bits.
public record Span(
        TraceId traceId,
        long spanId,
        long parentSpanId,
        String traceState,
        int flags,
        String name,
        int kind,
        long startNanos,
        long endNanos,
        List<Attribute> attributes,
        int droppedAttributes,
        List<Event> events,
        int droppedEvents,
        List<Link> links,
        int droppedLinks,
        int status,
        String statusMessage) {
    /// OTLP `SPAN_KIND_SERVER`.
    public static final int KIND_SERVER = 2;

    /// OTLP `SPAN_KIND_CLIENT`.
    public static final int KIND_CLIENT = 3;

    /// OTLP `STATUS_CODE_ERROR`.
    public static final int STATUS_ERROR = 2;

    /// Copies the lists.
    public Span {
        attributes = List.copyOf(attributes);
        events = List.copyOf(events);
        links = List.copyOf(links);
    }

    /// Something that happened during a span.
    public record Event(long timeNanos, String name, List<Attribute> attributes, int droppedAttributes) {
        /// Copies the list.
        public Event {
            attributes = List.copyOf(attributes);
        }
    }

    /// A pointer from a span to another span, of this trace or of any other.
    public record Link(
            TraceId traceId,
            long spanId,
            String traceState,
            List<Attribute> attributes,
            int droppedAttributes,
            int flags) {
        /// Copies the list.
        public Link {
            attributes = List.copyOf(attributes);
        }
    }
}
