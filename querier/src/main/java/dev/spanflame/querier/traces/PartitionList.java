package dev.spanflame.querier.traces;

import dev.spanflame.traceql.fetch.SpanPartition;
import java.util.AbstractList;
import java.util.Comparator;
import java.util.List;

/// Partitions, newest first, each made anew whenever it is taken from the list: what a query has read of a partition
/// goes when the query goes on to the next.
final class PartitionList extends AbstractList<SpanPartition> {
    private final List<PartitionSlot> slots;

    PartitionList(List<PartitionSlot> slots) {
        this.slots = slots.stream()
                .sorted(Comparator.comparingLong(
                                (PartitionSlot slot) -> slot.range().endNanos())
                        .reversed())
                .toList();
    }

    @Override
    public SpanPartition get(int index) {
        return slots.get(index).open();
    }

    @Override
    public int size() {
        return slots.size();
    }
}
