package dev.spanflame.objectstore.disk;

import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Path;
import java.util.concurrent.locks.ReentrantLock;

/// The faults ordered for a [ForgetfulDisk], and the counts they go by. Thread-safe.
///
/// Operations and syncs are counted from 1 from the first on, also while no fault is ordered.
public final class DiskFaults {
    private static final long NEVER = Long.MAX_VALUE;

    private final ReentrantLock lock = new ReentrantLock();
    private long operations;
    private long syncs;
    private long cutAt = NEVER;
    private long failSyncAt = NEVER;
    private long budget = NEVER;
    private long used;

    DiskFaults() {}

    /// Operations so far: calls that change or sync something.
    public long operations() {
        return locked(() -> operations);
    }

    /// Syncs of files and directories so far.
    public long syncs() {
        return locked(() -> syncs);
    }

    /// Cuts the power at this operation (counted from 1): it and all later calls throw [PowerCut].
    public void cutPowerAt(long operation) {
        locked(() -> cutAt = operation);
    }

    /// Lets this sync (counted from 1) of a file or directory fail with an I/O error, once.
    public void failSyncAt(long sync) {
        locked(() -> failSyncAt = sync);
    }

    /// Lets writes fail with "No space left on device" once the files written from now on take `bytes` more.
    public void limitSpace(long bytes) {
        locked(() -> {
            budget = bytes;
            used = 0;
            return true;
        });
    }

    void countOperation() {
        locked(() -> {
            requirePower();
            return ++operations;
        });
    }

    void requirePower() {
        locked(() -> {
            if (operations >= cutAt) {
                throw new PowerCut(cutAt);
            }
            return true;
        });
    }

    /// Counts a sync; throws where it is the one to fail, or where the power goes with it.
    void countSync(Path path) throws IOException {
        requirePower();
        boolean fails = locked(() -> ++syncs == failSyncAt);
        if (fails) {
            throw new FileSystemException(path.toString(), null, "Input/output error");
        }
    }

    /// Takes up to `bytes` from the free space and returns how many there were.
    int takeSpace(int bytes) {
        return locked(() -> {
            int taken = (int) Math.min(bytes, free());
            used += taken;
            return taken;
        });
    }

    /// Throws unless more than `bytes` are free.
    void requireSpace(Path path, int bytes) throws IOException {
        if (freeBytes() <= bytes) {
            throw new FileSystemException(path.toString(), null, "No space left on device");
        }
    }

    /// Gives back the space of a file that shrank or went.
    void giveBack(long bytes) {
        locked(() -> used -= bytes);
    }

    long freeBytes() {
        return locked(this::free);
    }

    /// A file older than the limit gives back what it never took, so `used` may be negative.
    private long free() {
        return budget == NEVER ? NEVER : budget - used;
    }

    private interface Look<T> {
        T run();
    }

    private <T> T locked(Look<T> look) {
        lock.lock();
        try {
            return look.run();
        } finally {
            lock.unlock();
        }
    }
}
