package dev.spanflame.block.trace;

import dev.spanflame.block.BlockMeta;
import dev.spanflame.model.TimeRange;
import dev.spanflame.model.trace.TraceId;
import org.jspecify.annotations.Nullable;

/// A block of traces, opened: its index is in memory, its traces and columns are read when they are asked for.
///
/// Safe to share between threads; the [SpanRows] it hands out are used by one thread at a time.
public interface TraceBlock {
    /// What the commit log says of it.
    BlockMeta meta();

    /// All traces of the block, by id, with their first rows counted over the whole block. Whoever asks may have them
    /// read, and whoever holds the block holds them.
    TraceIndex traces();

    /// Number of row groups. Each holds whole traces, in the order of [#traces].
    int groupCount();

    /// Number of the first trace of a group; for `groupCount()` the number of all traces.
    int firstTrace(int group);

    /// Every instant of the spans of a group lies in this range.
    TimeRange range(int group);

    /// The spans of one group; rows are counted from 0 within it. Every call gives an independent reader.
    SpanRows group(int group);

    /// Where the trace with this id lies; null where there is none. Reads little, whatever the number of traces.
    @Nullable
    TracePlace find(TraceId id);

    /// The spans of one trace alone, all of it fetched at once; rows are counted from 0 within it.
    SpanRows trace(TracePlace place);
}
