package dev.spanflame.traceql.plan;

/// Whose value a field is: one for each span, or one for each of its events or links.
public enum Level {
    SPAN,
    EVENT,
    LINK
}
