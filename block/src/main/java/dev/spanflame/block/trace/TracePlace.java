package dev.spanflame.block.trace;

import dev.spanflame.model.trace.TraceId;

/// Where a trace lies in a block or a run: number `trace` of all traces, rows `[firstRow, firstRow + spans)` of all.
public record TracePlace(TraceId id, int trace, int firstRow, int spans) {}
