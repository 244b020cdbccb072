package dev.spanflame.ingester;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/// Asks every second whether something is due, on a thread of its own; after a failure less often, up to
/// once in half a minute.
final class FlushTimer implements AutoCloseable {
    private static final System.Logger LOG = System.getLogger("flush");
    private static final int LONGEST = 30;

    private final BooleanSupplier work;
    private final Duration interval;
    private final CountDownLatch end = new CountDownLatch(1);
    private final Thread thread;

    FlushTimer(BooleanSupplier work, Duration interval) {
        this.interval = interval;
        this.work = work;
        this.thread = Thread.ofPlatform().name("flush").daemon().unstarted(this::run);
    }

    void start() {
        thread.start();
    }

    private void run() {
        int intervals = 1;
        while (!isOver(intervals)) {
            boolean well = false;
            try {
                well = work.getAsBoolean();
            } catch (RuntimeException | LinkageError e) {
                LOG.log(System.Logger.Level.ERROR, "flush failed, the data is kept", e);
            }
            intervals = well ? 1 : Math.min(LONGEST, intervals * 2);
        }
    }

    private boolean isOver(int intervals) {
        try {
            return end.await(intervals * interval.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException _) {
            return true;
        }
    }

    /// Ends the thread once it is through with what it does now, or after two seconds: a flush that is cut
    /// off is done again after the next start.
    @Override
    public void close() {
        end.countDown();
        try {
            thread.join(2000);
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }
}
