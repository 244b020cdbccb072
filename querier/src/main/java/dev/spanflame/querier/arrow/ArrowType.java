package dev.spanflame.querier.arrow;

/// Types of columns.
public enum ArrowType {
    /// UTF-8.
    TEXT,
    /// 64-bit signed integer.
    INT,
    /// 64-bit float.
    FLOAT,
    /// Truth value.
    BOOL,
    /// Nanoseconds since the epoch, in UTC.
    TIME,
    /// Signed nanoseconds.
    DURATION
}
