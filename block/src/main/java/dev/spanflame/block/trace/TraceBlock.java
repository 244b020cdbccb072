package dev.spanflame.block.trace;

import dev.spanflame.block.BlockMeta;
import dev.spanflame.model.TimeRange;
import dev.spanflame.model.trace.TraceId;
import java.util.Collection;
import java.util.Iterator;
import java.util.List;
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

    /// The same in parts that follow each other, none of which needs to stay in memory.
    Iterator<TraceIndex> parts();

    /// A filter of the ids of all traces; who asks first may have the ids read.
    TraceFilter filter();

    /// Number of row groups. Each holds whole traces, in the order of [#traces].
    int groupCount();

    /// Number of the first trace of a group; for `groupCount()` the number of all traces.
    int firstTrace(int group);

    /// First row of a group; for `groupCount()` the number of all rows.
    int firstRow(int group);

    /// Every instant of the spans of a group lies in this range.
    TimeRange range(int group);

    /// The spans of one group; rows are counted from 0 within it. Every call gives an independent reader.
    SpanRows group(int group);

    /// Where the trace with this id lies; null where there is none. Reads little, whatever the number of traces.
    @Nullable
    TracePlace find(TraceId id);

    /// Where those of the traces `ids` lie that the block has, in that order, which ascends. Reads as little as may be.
    List<TracePlace> findAll(Collection<TraceId> ids);

    /// The spans of one trace alone, all of it fetched at once; rows are counted from 0 within it.
    SpanRows trace(TracePlace place);
}
