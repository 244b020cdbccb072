package dev.spanflame.block.wal;

import dev.spanflame.model.BackendException;
import dev.spanflame.model.ErrorKind;
import dev.spanflame.model.metric.Meters;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongConsumer;
import org.jspecify.annotations.Nullable;

/// The write-ahead log of one process: an append that has returned is durable. Thread-safe.
///
/// Group commit: one thread writes and syncs whatever requests are waiting at that moment, then wakes them
/// all, so that any number of callers share one `fdatasync` and none waits for a timer. Sequence numbers
/// are given out under one lock together with a callback: whoever wants to know exactly which records
/// belong to a cut uses [#mark].
///
/// A file that failed is left at once: what was not yet acknowledged is written again to a new file. If
/// that fails too, those callers are refused with [ErrorKind#UNAVAILABLE] and the next ones try again. A
/// file that somebody removed counts as failed, and [#takeLoss] tells of it.
public final class Wal implements AutoCloseable {
    private static final System.Logger LOG = System.getLogger(Wal.class.getName());
    private static final Duration RETRY_AFTER = Duration.ofSeconds(1);

    private final WalOptions options;
    private final WalFiles files;
    private final WalCommitter committer;
    private final Thread thread;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition work = lock.newCondition();
    private List<Pending> queue = new ArrayList<>();
    private long queuedBytes;
    private long lastSequence;
    private boolean closed;

    private Wal(WalOptions options, long lastSequence, WalFiles files, WalCommitter committer) {
        this.options = options;
        this.lastSequence = lastSequence;
        this.files = files;
        this.committer = committer;
        this.thread = Thread.ofPlatform().name("wal-commit").daemon().unstarted(this::commitLoop);
    }

    /// Opens the log for writing behind what `replay` found; the first record gets the sequence number after
    /// `lastSequence` or after the last one found, whichever is higher.
    ///
    /// `lastSequence` is the highest number up to which any tenant's commit log says that records of this
    /// ingester are in blocks (0 for none): a number that was given out and never written must not be given
    /// out again.
    public static Wal open(WalOptions options, WalReplay.Outcome replay, long lastSequence) throws IOException {
        WalFiles files = new WalFiles(options.disk(), options.directory());
        replay.files().forEach(files::add);
        long last = Math.max(lastSequence, replay.lastSequence());
        WalCommitter committer = new WalCommitter(options, files, replay.nextFileNumber());
        committer.open(last + 1);
        Wal wal = new Wal(options, last, files, committer);
        options.meters()
                .gauge(
                        "spanflame_wal_bytes",
                        "Bytes of the write-ahead log",
                        List.of(),
                        () -> Meters.Reading.single(wal.bytes()));
        wal.thread.start();
        return wal;
    }

    /// Makes `entry` durable and returns its sequence number. `onSequence` is called with that number while
    /// the lock is held, so it must be short.
    ///
    /// Throws [BackendException] of kind UNAVAILABLE when the entry could not be made durable; the caller
    /// must then not acknowledge it, though it may be found again by a replay.
    public long append(WalEntry entry, LongConsumer onSequence) {
        Pending pending = enqueue(entry, onSequence);
        pending.await();
        return pending.sequence;
    }

    /// Calls `atMark` with the last sequence number given out so far, while nobody can get the next one.
    public void mark(LongConsumer atMark) {
        lock.lock();
        try {
            atMark.accept(lastSequence);
        } finally {
            lock.unlock();
        }
    }

    /// Says that no record of `stream` up to and with `through` is needed any more. Files nobody needs are
    /// removed.
    public void release(WalStream stream, long through) throws IOException {
        files.release(stream, through);
    }

    /// Streams whose unreleased records keep the oldest file alive.
    public Set<WalStream> pins() {
        return files.pins();
    }

    /// Whether files of the log were removed under this process, since this was last asked or still: then
    /// records that were acknowledged are in memory alone and should become blocks at once.
    public boolean takeLoss() {
        return committer.takeLoss();
    }

    /// Size of all files in bytes.
    public long bytes() {
        return files.bytes() + committer.bytes();
    }

    /// Writes what is waiting, then closes the log. Later appends are refused.
    @Override
    public void close() throws IOException {
        lock.lock();
        try {
            closed = true;
            work.signalAll();
        } finally {
            lock.unlock();
        }
        joinThread();
        committer.close();
    }

    /// Whatever interrupts: the file must not be closed under the thread that writes it.
    private void joinThread() {
        boolean interrupted = false;
        while (thread.isAlive()) {
            try {
                thread.join();
            } catch (InterruptedException _) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private Pending enqueue(WalEntry entry, LongConsumer onSequence) {
        lock.lock();
        try {
            refuseIfUnable(entry);
            Pending pending = new Pending(entry, ++lastSequence);
            onSequence.accept(pending.sequence);
            queue.add(pending);
            queuedBytes += entry.body().length;
            work.signal();
            return pending;
        } finally {
            lock.unlock();
        }
    }

    private void refuseIfUnable(WalEntry entry) {
        if (closed) {
            throw unavailable("shutting_down", "this process is shutting down; send again, to another one if you can");
        }
        if (committer.isDiskFull()) {
            throw unavailable(
                    "disk_full",
                    "less than " + options.reserveBytes() + " bytes are free under " + options.directory()
                            + "; nothing is taken until there is more");
        }
        if (!queue.isEmpty() && queuedBytes + entry.body().length > options.queueBytes()) {
            throw unavailable("wal_backlog", "the disk is slower than the senders; send again later");
        }
    }

    private void commitLoop() {
        while (true) {
            List<Pending> batch = takeBatch();
            if (batch.isEmpty()) {
                return;
            }
            @Nullable IOException failure = committer.commit(batch);
            if (failure != null) {
                LOG.log(System.Logger.Level.ERROR, "write-ahead log cannot be written, senders get 503", failure);
            }
            for (Pending pending : batch) {
                pending.complete(failure);
            }
        }
    }

    /// Waits for work; an empty list means the log is closed and everything is written.
    private List<Pending> takeBatch() {
        lock.lock();
        try {
            while (queue.isEmpty() && !closed) {
                work.awaitUninterruptibly();
            }
            List<Pending> batch = queue;
            queue = new ArrayList<>();
            queuedBytes = 0;
            return batch;
        } finally {
            lock.unlock();
        }
    }

    private static BackendException unavailable(String reason, String message) {
        return BackendException.retry(ErrorKind.UNAVAILABLE, reason, message, RETRY_AFTER);
    }

    /// An entry on its way to the disk.
    static final class Pending {
        final WalEntry entry;
        final long sequence;
        private final CountDownLatch done = new CountDownLatch(1);
        private @Nullable IOException failure;

        Pending(WalEntry entry, long sequence) {
            this.entry = entry;
            this.sequence = sequence;
        }

        void complete(@Nullable IOException cause) {
            failure = cause;
            done.countDown();
        }

        /// Waits for the outcome, however long it takes: an interrupt must not turn a kept entry into an
        /// unknown one.
        void await() {
            boolean interrupted = false;
            while (true) {
                try {
                    done.await();
                    break;
                } catch (InterruptedException _) {
                    interrupted = true;
                }
            }
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
            if (failure != null) {
                throw unavailable("wal_write_failed", "the data could not be written to disk: " + failure.getMessage());
            }
        }
    }
}
