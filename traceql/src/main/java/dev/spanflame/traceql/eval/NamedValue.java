package dev.spanflame.traceql.eval;

import dev.spanflame.traceql.type.Value;

/// A value and what an answer calls it.
public record NamedValue(String name, Value value) {}
