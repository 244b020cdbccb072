package dev.spanflame.querier.traces;

import dev.spanflame.block.trace.scan.SpanRowsPartition;
import dev.spanflame.model.TimeRange;
import dev.spanflame.traceql.fetch.SpanPartition;

/// One group of a holder without the traces at the positions `hidden`, ascending and counted within the group.
record GroupSlot(SpanHolder holder, int group, int[] hidden) implements PartitionSlot {
    @Override
    public TimeRange range() {
        return holder.range(group);
    }

    @Override
    public SpanPartition open() {
        SpanPartition whole = new SpanRowsPartition(holder.group(group), range());
        return hidden.length == 0 ? whole : new HidingPartition(whole, hidden);
    }
}
