package dev.spanflame.block.trace;

/// The columns of spans besides their attributes.
///
/// Columns marked optional have no value where OTLP's default stands (0 or empty text).
public enum SpanColumn {
    /// Nanoseconds since the epoch.
    START,
    /// Nanoseconds.
    DURATION,
    /// Number of the resource in the table of resources.
    RESOURCE,
    /// Text: `service.name` of the resource, empty if it has none.
    SERVICE_NAME,
    /// Text.
    NAME,
    /// OTLP's number.
    KIND,
    /// OTLP's number.
    STATUS,
    /// 16 bytes; the same for all rows of a trace.
    TRACE_ID,
    /// 8 bytes.
    SPAN_ID,
    /// Optional. How many rows above this one its parent is; 0 when the parent is not in the trace as stored, or is
    /// the span itself or a descendant: PARENT_ID then says what was sent. No value: no parent was sent.
    PARENT,
    /// Optional. 8 bytes, where PARENT is 0.
    PARENT_ID,
    /// Number of rows of the span and its descendants, which follow it.
    SUBTREE_SIZE,
    /// Optional text.
    STATUS_MESSAGE,
    /// Optional text.
    TRACE_STATE,
    /// Optional. OTLP's 32 flag bits.
    FLAGS,
    /// Number of the instrumentation scope in the table of scopes.
    SCOPE,
    /// Optional.
    DROPPED_ATTRIBUTES,
    /// Optional.
    DROPPED_EVENTS,
    /// Optional.
    DROPPED_LINKS
}
