package dev.spanflame.querier.traces;

import dev.spanflame.model.TimeRange;
import dev.spanflame.traceql.fetch.SpanPartition;

/// A partition that can be made again and again, so that none has to be kept.
interface PartitionSlot {
    /// Range of the partition.
    TimeRange range();

    /// A new reader of the partition.
    SpanPartition open();
}
