package dev.spanflame.block.wal;

import dev.spanflame.model.metric.Meters;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.NoSuchFileException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Writes batches of records to the current file and syncs them. Used by one thread at a time.
final class WalCommitter {
    private static final System.Logger LOG = System.getLogger(Wal.class.getName());
    private static final long SPACE_CHECK_NANOS = 500_000_000L;
    private static final double[] SYNC_BOUNDS = {0.0005, 0.001, 0.002, 0.005, 0.01, 0.02, 0.05, 0.1, 0.5, 1, 5};

    private final WalOptions options;
    private final WalFiles files;
    private final Meters.Distribution syncSeconds;
    private final Meters.Counter writtenBytes;
    private final Meters.Counter failures;
    private @Nullable WalFile file;
    private Map<WalStream, Long> highest = new HashMap<>();
    private long nextNumber;
    private long nextSequence;
    private volatile long lastSpaceCheck;
    private final ByteBuffer buffer = ByteBuffer.allocateDirect(WalFile.BUFFER);
    private volatile boolean diskFull;
    private volatile long bytes;
    /// The file that is written, 0 for none.
    private volatile long openNumber;
    private volatile boolean lost;

    WalCommitter(WalOptions options, WalFiles files, long nextNumber) {
        this.options = options;
        this.files = files;
        this.nextNumber = nextNumber;
        Meters meters = options.meters();
        syncSeconds = meters.distribution(
                "spanflame_wal_commit_seconds", "Time to write and sync one group of requests", SYNC_BOUNDS);
        writtenBytes = meters.counter("spanflame_wal_written_bytes_total", "Bytes written to the write-ahead log");
        failures = meters.counter("spanflame_wal_failures_total", "Failed writes and syncs of the write-ahead log");
    }

    /// Opens the first file.
    void open(long firstSequence) throws IOException {
        nextSequence = firstSequence;
        checkSpace();
        file = newFile();
    }

    /// Size of the current file.
    long bytes() {
        return bytes;
    }

    /// Whether the disk was nearly full when last looked at, at most half a second ago while work comes in.
    boolean isDiskFull() {
        if (diskFull && System.nanoTime() - lastSpaceCheck > SPACE_CHECK_NANOS) {
            checkSpace();
        }
        return diskFull;
    }

    /// Whether a file that may hold unreleased records was removed by somebody else since this was last
    /// asked, or is still away.
    boolean takeLoss() {
        boolean known = lost;
        lost = false;
        return known || isRemoved();
    }

    private boolean isRemoved() {
        long number = openNumber;
        return number != 0 && !options.disk().exists(options.directory().resolve(WalFormat.fileName(number)));
    }

    /// Writes and syncs a batch; returns what went wrong, or null when all of it is durable.
    @Nullable
    IOException commit(List<Wal.Pending> batch) {
        IOException first = attempt(batch);
        if (first == null) {
            return null;
        }
        LOG.log(System.Logger.Level.WARNING, "log file failed, going on with a new one", first);
        return attempt(batch);
    }

    private @Nullable IOException attempt(List<Wal.Pending> batch) {
        try {
            if (System.nanoTime() - lastSpaceCheck > SPACE_CHECK_NANOS) {
                checkSpace();
            }
            if (isRemoved()) {
                lost = true;
                throw new NoSuchFileException(
                        options.directory()
                                .resolve(WalFormat.fileName(openNumber))
                                .toString(),
                        null,
                        "the log file was removed under this process");
            }
            write(batch);
            return null;
        } catch (IOException e) {
            failures.increment();
            abandon();
            return e;
        } catch (RuntimeException | Error e) {
            failures.increment();
            abandon();
            return new IOException("unexpected failure while writing the log", e);
        }
    }

    /// Closes the current file.
    void close() throws IOException {
        if (file != null) {
            file.close();
        }
    }

    private void write(List<Wal.Pending> batch) throws IOException {
        long begin = System.nanoTime();
        WalCommitEvent event = new WalCommitEvent();
        event.begin();
        WalFile target = target(batch.getFirst().sequence);
        long before = target.size();
        for (Wal.Pending pending : batch) {
            target.append(WalCodec.head(pending.sequence, pending.entry), pending.entry.body());
            highest.merge(stream(pending), pending.sequence, Math::max);
        }
        switch (options.durability()) {
            case FSYNC -> target.sync();
            case OS -> target.flush();
        }
        nextSequence = batch.getLast().sequence + 1;
        bytes = target.size();
        writtenBytes.add(target.size() - before);
        syncSeconds.observe((System.nanoTime() - begin) / 1e9);
        event.finish(target.size() - before, batch.size(), options.durability());
    }

    private static WalStream stream(Wal.Pending pending) {
        return new WalStream(pending.entry.tenant(), pending.entry.signal());
    }

    /// The file to write to: the current one, or a new one when that is full or dead.
    private WalFile target(long sequence) throws IOException {
        WalFile current = file;
        if (current != null && current.size() < options.fileBytes()) {
            return current;
        }
        if (current != null) {
            retire(current);
        }
        nextSequence = sequence;
        WalFile fresh = newFile();
        file = fresh;
        sweep();
        return fresh;
    }

    private void sweep() {
        try {
            files.sweep();
        } catch (IOException e) {
            LOG.log(System.Logger.Level.WARNING, "a log file nobody needs stays for now", e);
        }
    }

    private WalFile newFile() throws IOException {
        if (!options.disk().exists(options.directory())) {
            options.disk().createDirectories(options.directory());
        }
        byte[] header = WalFormat.header(nextSequence, options.ingester());
        WalFile created = WalFile.create(options.disk(), options.directory(), nextNumber, header, buffer);
        files.created(nextNumber);
        openNumber = nextNumber;
        nextNumber++;
        bytes = created.size();
        return created;
    }

    private void retire(WalFile current) throws IOException {
        if (options.durability() == Durability.OS) {
            current.sync();
        }
        current.close();
        files.add(new WalFiles.Closed(current.number(), current.size(), highest));
        highest = new HashMap<>();
        file = null;
        openNumber = 0;
    }

    /// Leaves a file that failed. It may hold records that were acknowledged, so it stays until they are
    /// released.
    private void abandon() {
        WalFile dead = file;
        file = null;
        openNumber = 0;
        nextNumber++;
        if (dead == null) {
            return;
        }
        files.add(new WalFiles.Closed(dead.number(), dead.size(), highest));
        highest = new HashMap<>();
        try {
            dead.close();
        } catch (IOException | RuntimeException e) {
            LOG.log(System.Logger.Level.DEBUG, "closing a dead log file failed", e);
        }
        lastSpaceCheck = System.nanoTime() - SPACE_CHECK_NANOS - 1;
    }

    private void checkSpace() {
        lastSpaceCheck = System.nanoTime();
        try {
            boolean full = options.disk().freeBytes(options.directory()) < options.reserveBytes();
            if (full != diskFull) {
                LOG.log(
                        full ? System.Logger.Level.ERROR : System.Logger.Level.INFO,
                        full ? "disk nearly full, refusing new data: {0}" : "disk has space again: {0}",
                        options.directory());
            }
            diskFull = full;
        } catch (IOException e) {
            LOG.log(System.Logger.Level.WARNING, "free space cannot be read", e);
        }
    }
}
