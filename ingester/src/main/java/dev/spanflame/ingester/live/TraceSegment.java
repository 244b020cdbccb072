package dev.spanflame.ingester.live;

import dev.spanflame.block.trace.SpanRun;
import dev.spanflame.block.trace.build.SpanRunBuilder;
import dev.spanflame.model.trace.SpanBatch;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/// Live spans of one tenant: runs in the order of blocks, and a tail in order of arrival.
///
/// The tail becomes a run when it has [#RUN_ROWS] spans; a query before that gets a run of what there is so
/// far.
public final class TraceSegment implements Segment<SpanBatch> {
    /// Spans of a run.
    static final int RUN_ROWS = 32_768;

    private final Executor sealer;
    private final ReentrantLock lock = new ReentrantLock();
    private final List<SealedRun> runs = new ArrayList<>();
    private SpanRunBuilder tail = new SpanRunBuilder();
    private @Nullable SealedRun tailRun;
    private long tailEstimate;

    /// An empty segment whose runs are put in order by `sealer`.
    public TraceSegment(Executor sealer) {
        this.sealer = sealer;
    }

    /// The most memory that `batch` can take, in bytes.
    public static long worstCaseBytes(SpanBatch batch) {
        long cells = batch.spans().size() * 176L
                + batch.events().size() * 24L
                + batch.links().size() * 48L
                + batch.attributes().size() * 16L;
        return cells + cells / 4 + batch.bytes().length;
    }

    @Override
    public long append(SpanBatch batch) {
        long estimate = worstCaseBytes(batch);
        @Nullable SealedRun full = null;
        long grown = estimate;
        lock.lock();
        try {
            tail.append(batch);
            tailRun = null;
            tailEstimate += estimate;
            if (tail.rows() >= RUN_ROWS) {
                full = new SealedRun(tail.tail());
                grown += tail.memoryBytes() - tailEstimate;
                runs.add(full);
                tail = new SpanRunBuilder();
                tailEstimate = 0;
            }
        } finally {
            lock.unlock();
        }
        if (full != null) {
            sealer.execute(full::get);
        }
        return grown;
    }

    /// All spans appended so far, as runs.
    public List<SpanRun> runs() {
        List<SealedRun> all;
        lock.lock();
        try {
            all = new ArrayList<>(runs);
            if (tail.rows() > 0) {
                if (tailRun == null) {
                    tailRun = new SealedRun(tail.tail());
                }
                all.add(tailRun);
            }
        } finally {
            lock.unlock();
        }
        return all.stream().map(SealedRun::get).toList();
    }
}
