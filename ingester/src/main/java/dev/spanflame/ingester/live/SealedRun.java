package dev.spanflame.ingester.live;

import dev.spanflame.block.trace.SpanRun;
import dev.spanflame.block.trace.build.SpanTail;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/// Spans that do not change any more, put in order by whoever needs them first. Thread-safe.
final class SealedRun {
    private final ReentrantLock lock = new ReentrantLock();
    private @Nullable SpanTail tail;
    private volatile @Nullable SpanRun run;

    SealedRun(SpanTail tail) {
        this.tail = tail;
    }

    SpanRun get() {
        SpanRun known = run;
        return known == null ? seal() : known;
    }

    private SpanRun seal() {
        lock.lock();
        try {
            SpanTail unsealed = tail;
            if (unsealed != null) {
                run = unsealed.seal();
                tail = null;
            }
            return java.util.Objects.requireNonNull(run);
        } finally {
            lock.unlock();
        }
    }
}
