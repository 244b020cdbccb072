package dev.spanflame.block.profile.live;

import dev.spanflame.block.column.ByteStrings;
import dev.spanflame.block.profile.ProfilePartition;
import dev.spanflame.block.profile.join.ThreadColumn;
import dev.spanflame.model.profile.SampleTable;
import dev.spanflame.model.profile.SampleTable.SampleColumn;

/// Samples of a segment. One thread appends; readers see what a snapshot published.
final class SampleStore {
    private final IntList stacks = new IntList();
    private final LongList values = new LongList();
    private final SparseLongs spanIds = new SparseLongs();
    private final SparseLongs traceHighs = new SparseLongs();
    private final SparseLongs traceLows = new SparseLongs();
    private final SparseLongs times = new SparseLongs();
    private final SparseLongs threads = new SparseLongs();

    /// Appends a sample; [#addIds] and [#addThread] must follow. Hot path.
    void add(int stack, long value) {
        stacks.add(stack);
        values.add(value);
    }

    /// Appends the ids and the time of the sample added last.
    void addIds(SampleTable table, int row) {
        spanIds.add(table.rows().get(SampleColumn.SPAN_ID, row));
        traceHighs.add(table.rows().get(SampleColumn.TRACE_HIGH, row));
        traceLows.add(table.rows().get(SampleColumn.TRACE_LOW, row));
        times.add(table.rows().get(SampleColumn.TIME, row));
    }

    /// Appends the thread's name, a text of the segment, of the sample added last; 0 where unknown.
    void addThread(int thread) {
        threads.add(thread);
    }

    int size() {
        return stacks.size();
    }

    /// `texts` are those that threads are numbers of.
    SegmentView.Samples columns(ByteStrings texts) {
        return new SegmentView.Samples(
                stacks.size(),
                new ProfilePartition.SampleColumns(
                        stacks.values(),
                        values.values(),
                        spanIds.values(),
                        traceHighs.values(),
                        traceLows.values(),
                        times.values(),
                        new ThreadColumn(threads.values(), 0, texts)));
    }

    long memoryBytes() {
        return stacks.memoryBytes()
                + values.memoryBytes()
                + spanIds.memoryBytes()
                + traceHighs.memoryBytes()
                + traceLows.memoryBytes()
                + times.memoryBytes()
                + threads.memoryBytes();
    }
}
