package dev.spanflame.ingester.limit;

import dev.spanflame.block.column.LongIntMap;
import dev.spanflame.model.Tenant;
import dev.spanflame.model.trace.RowTable;
import dev.spanflame.model.trace.SpanBatch;
import dev.spanflame.model.trace.SpanBatch.SpanColumn;
import java.util.Arrays;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantLock;

/// Counts the spans of each trace, to refuse those above a limit. Thread-safe.
///
/// Traces are counted by a hash of their id over the last one to two million traces of a tenant: a trace
/// that goes on after that many others is counted anew.
public final class TraceSizes {
    private static final int GENERATION = 1 << 20;

    private final int limit;
    private final ConcurrentHashMap<Tenant, Counts> counts = new ConcurrentHashMap<>();

    /// At most `limit` spans for each trace.
    public TraceSizes(int limit) {
        this.limit = limit;
    }

    /// Counts the spans of `batch` and marks as refused those that are too many. Returns whether there were
    /// any; the batch still has them, so the caller decodes the request again without them.
    public boolean refuseExcess(Tenant tenant, SpanBatch batch) {
        return counts.computeIfAbsent(tenant, _ -> new Counts()).add(batch);
    }

    private final class Counts {
        private final ReentrantLock lock = new ReentrantLock();
        private Generation young = new Generation();
        private Generation old = new Generation();

        boolean add(SpanBatch batch) {
            RowTable<SpanColumn> spans = batch.spans();
            boolean excess = false;
            lock.lock();
            try {
                int from = 0;
                while (from < spans.size()) {
                    int to = endOfTrace(spans, from);
                    excess |= addTrace(batch, from, to);
                    from = to;
                }
                if (young.numbers.size() >= GENERATION) {
                    old = young;
                    young = new Generation();
                }
            } finally {
                lock.unlock();
            }
            return excess;
        }

        private boolean addTrace(SpanBatch batch, int from, int to) {
            long key = LongIntMap.mix(batch.spans().get(SpanColumn.TRACE_HIGH, from))
                    ^ batch.spans().get(SpanColumn.TRACE_LOW, from);
            long before = (long) young.get(key) + old.get(key);
            int kept = (int) Math.clamp(limit - before, 0, (long) to - from);
            young.add(key, kept);
            for (int row = from + kept; row < to; row++) {
                batch.refuse(batch.spans().getInt(SpanColumn.ORDINAL, row), SpanBatch.Refusal.TRACE_TOO_LARGE);
            }
            return kept < to - from;
        }

        private static int endOfTrace(RowTable<SpanColumn> spans, int from) {
            long high = spans.get(SpanColumn.TRACE_HIGH, from);
            long low = spans.get(SpanColumn.TRACE_LOW, from);
            int to = from + 1;
            while (to < spans.size()
                    && spans.get(SpanColumn.TRACE_HIGH, to) == high
                    && spans.get(SpanColumn.TRACE_LOW, to) == low) {
                to++;
            }
            return to;
        }
    }

    /// Counts of up to about [#GENERATION] traces.
    private static final class Generation {
        private final LongIntMap numbers = new LongIntMap(64);
        private int[] spans = new int[64];

        int get(long key) {
            int number = numbers.get(key);
            return number < 0 ? 0 : spans[number];
        }

        void add(long key, int count) {
            int next = numbers.size();
            int found = numbers.putIfAbsent(key, next);
            if (found < 0) {
                spans = next == spans.length ? Arrays.copyOf(spans, next * 2) : spans;
                found = next;
            }
            spans[found] += count;
        }
    }
}
