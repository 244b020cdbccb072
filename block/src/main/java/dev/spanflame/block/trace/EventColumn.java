package dev.spanflame.block.trace;

/// The columns of events besides their attributes.
public enum EventColumn {
    /// Row of the span, ascending.
    SPAN,
    /// Nanoseconds from the span's start to the event, may be negative.
    TIME,
    /// Text.
    NAME,
    /// Optional.
    DROPPED_ATTRIBUTES
}
