package dev.spanflame.querier.traces;

import dev.spanflame.model.trace.Trace;

/// A trace as it is stored, all its pieces put together; without any span if it is not stored.
///
/// `storedSpans` is how many spans were found, duplicates counted; `truncated` says that not all of them are in
/// `trace`, `damagedBlocks` how many blocks could not be read, in which spans of it may be.
public record FoundTrace(Trace trace, long storedSpans, boolean truncated, int damagedBlocks) {}
