package dev.spanflame.querier.traces;

import dev.spanflame.model.TimeRange;
import dev.spanflame.traceql.fetch.ScanRequest;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Deals split traces out to partitions of a bounded number of spans. Used by one thread.
final class SplitTraceBatches {
    private final int maxSpans;
    private final ScanRequest request;
    private final List<PartitionSlot> batches = new ArrayList<>();
    private List<SplitTrace> open = new ArrayList<>();
    private @Nullable TimeRange range;
    private long spans;

    SplitTraceBatches(int maxSpans, ScanRequest request) {
        this.maxSpans = maxSpans;
        this.request = request;
    }

    /// Takes one more trace.
    void add(SplitTrace trace) {
        int rows = trace.rows();
        if (spans + rows > maxSpans) {
            close();
        }
        open.add(trace);
        range = range == null ? trace.range() : range.union(trace.range());
        spans += rows;
    }

    /// All partitions; nothing is added any more.
    List<PartitionSlot> finish() {
        close();
        return batches;
    }

    private void close() {
        if (range != null) {
            batches.add(new SplitTraces(open, range, request));
            open = new ArrayList<>();
            range = null;
            spans = 0;
        }
    }
}
