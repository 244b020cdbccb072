package dev.spanflame.traceql.fetch;

/// A field of a span that storage can read: an attribute in one scope, or an intrinsic.
///
/// Unscoped attributes (`.x`) are no fields: the language asks for the span's and the resource's.
public sealed interface Field {
    /// An attribute by scope and exact key.
    record Attribute(Scope scope, String key) implements Field {}

    /// Where attributes live.
    enum Scope {
        SPAN,
        RESOURCE,
        EVENT,
        LINK,
        INSTRUMENTATION
    }

    /// Facts about a span that are no attributes.
    enum Intrinsic implements Field {
        /// End minus start: Duration.
        DURATION,
        /// Text.
        NAME,
        /// Status.
        STATUS,
        /// Text, empty when none was sent.
        STATUS_MESSAGE,
        /// Kind.
        KIND,
        /// Text of 16 hex digits.
        SPAN_ID,
        /// Text of 16 hex digits, all zero for a root.
        PARENT_ID,
        /// Int: direct children in the stored trace.
        CHILD_COUNT,
        /// Text: hex without leading zeros.
        TRACE_ID,
        /// Duration from the earliest start to the latest end of the stored trace.
        TRACE_DURATION,
        /// Text: name of the root span, empty while none is stored; of several roots, the first by start, then by id.
        ROOT_NAME,
        /// Text: service of that root span, empty while none is stored.
        ROOT_SERVICE_NAME,
        /// Int: position of entry in the depth-first walk from the roots, from 1; 0 for spans it does not reach.
        NESTED_SET_LEFT,
        /// Int: position of exit, counted together with the entries; 0 for spans the walk does not reach.
        NESTED_SET_RIGHT,
        /// Int: the parent's left; -1 for a root, 0 where the walk does not reach the parent.
        NESTED_SET_PARENT,
        /// Int: nanoseconds since the epoch.
        START,
        /// Text: W3C's `tracestate` as it was sent; nil when none was.
        TRACE_STATE,
        /// Text of an event.
        EVENT_NAME,
        /// Duration from the span's start to the event, may be negative.
        EVENT_TIME_SINCE_START,
        /// Text of 16 hex digits.
        LINK_SPAN_ID,
        /// Text: hex without leading zeros.
        LINK_TRACE_ID,
        /// Text.
        INSTRUMENTATION_NAME,
        /// Text.
        INSTRUMENTATION_VERSION
    }
}
