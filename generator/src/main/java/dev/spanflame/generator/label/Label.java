package dev.spanflame.generator.label;

/// A name and a value of a series; neither is empty in a [LabelSet].
public record Label(String name, String value) {}
