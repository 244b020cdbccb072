package dev.spanflame.traceql.fetch;

import dev.spanflame.traceql.type.Value;

/// Gives every distinct value a number, from 1; equal values get equal numbers. Used by one thread.
@FunctionalInterface
public interface ValueNumbering {
    /// Number of `value`, which is never Nil.
    int number(Value value);
}
