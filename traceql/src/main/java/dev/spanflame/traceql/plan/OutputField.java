package dev.spanflame.traceql.plan;

/// A field whose value goes into the answer with every span, under `key`.
public record OutputField(String key, FieldRef field) {}
