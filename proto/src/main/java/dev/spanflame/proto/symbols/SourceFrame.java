package dev.spanflame.proto.symbols;

/// A call at an address: the function, the file with its path (empty where unknown), the line in it and
/// the line where the function begins (each 0 where unknown).
public record SourceFrame(String function, String file, long line, long startLine) {}
