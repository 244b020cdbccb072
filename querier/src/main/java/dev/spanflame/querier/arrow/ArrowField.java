package dev.spanflame.querier.arrow;

/// A column of a table by name and type; any of its values may be missing.
public record ArrowField(String name, ArrowType type) {}
