package dev.spanflame.block.wal;

import dev.spanflame.objectstore.disk.Disk;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;

/// Keeps account of which closed files are still needed, and removes those that are not. Thread-safe.
///
/// A file is needed while it holds a record whose sequence number is above what its stream has released.
final class WalFiles {
    /// A closed file: its size and the highest sequence number of each stream in it.
    record Closed(long number, long bytes, Map<WalStream, Long> highest) {}

    private final ReentrantLock lock = new ReentrantLock();
    private final Disk disk;
    private final Path directory;
    private final List<Closed> files = new ArrayList<>();
    private final Map<WalStream, Long> released = new HashMap<>();
    private long newest;

    WalFiles(Disk disk, Path directory) {
        this.disk = disk;
        this.directory = directory;
    }

    /// Adds a file that will not be written any more.
    void add(Closed file) {
        lock.lock();
        try {
            files.add(file);
        } finally {
            lock.unlock();
        }
    }

    /// Notes that file `number` was created. Only files before it are ever removed: the header of the
    /// newest one says which sequence numbers are taken.
    void created(long number) {
        lock.lock();
        try {
            newest = number;
        } finally {
            lock.unlock();
        }
    }

    /// Bytes of all closed files.
    long bytes() {
        lock.lock();
        try {
            return files.stream().mapToLong(Closed::bytes).sum();
        } finally {
            lock.unlock();
        }
    }

    /// Streams that keep the oldest file from being removed.
    Set<WalStream> pins() {
        lock.lock();
        try {
            Set<WalStream> pins = new HashSet<>();
            if (!files.isEmpty()) {
                files.getFirst().highest().forEach((stream, sequence) -> {
                    if (sequence > released.getOrDefault(stream, 0L)) {
                        pins.add(stream);
                    }
                });
            }
            return pins;
        } finally {
            lock.unlock();
        }
    }

    /// Notes that `stream` needs nothing up to and with `through`, then removes files nobody needs.
    void release(WalStream stream, long through) throws IOException {
        lock.lock();
        try {
            released.merge(stream, through, Math::max);
            removeUnneeded();
        } finally {
            lock.unlock();
        }
    }

    /// Removes files nobody needs.
    void sweep() throws IOException {
        lock.lock();
        try {
            removeUnneeded();
        } finally {
            lock.unlock();
        }
    }

    private void removeUnneeded() throws IOException {
        boolean removed = false;
        for (Iterator<Closed> all = files.iterator(); all.hasNext(); ) {
            Closed file = all.next();
            if (!isNeeded(file)) {
                disk.delete(directory.resolve(WalFormat.fileName(file.number())));
                all.remove();
                removed = true;
            }
        }
        if (removed && disk.exists(directory)) {
            disk.syncDirectory(directory);
        }
    }

    private boolean isNeeded(Closed file) {
        if (file.number() >= newest) {
            return true;
        }
        for (Map.Entry<WalStream, Long> entry : file.highest().entrySet()) {
            if (entry.getValue() > released.getOrDefault(entry.getKey(), 0L)) {
                return true;
            }
        }
        return false;
    }
}
