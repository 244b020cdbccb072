package dev.spanflame.block.trace;

/// The columns of links besides their attributes.
public enum LinkColumn {
    /// Row of the span, ascending.
    SPAN,
    /// 16 bytes.
    TRACE_ID,
    /// 8 bytes.
    SPAN_ID,
    /// Optional text.
    TRACE_STATE,
    /// Optional. OTLP's 32 flag bits.
    FLAGS,
    /// Optional.
    DROPPED_ATTRIBUTES
}
