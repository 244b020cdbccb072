package dev.spanflame.generator.remote;

import dev.spanflame.objectstore.disk.Disk;
import dev.spanflame.objectstore.disk.DiskFile;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// Requests that wait to be sent, oldest first, each in a file of its own; they outlive the
/// process. Thread-safe.
///
/// The queue is bounded in bytes: the oldest make room for new ones. A file has its final name once
/// it is whole and on disk.
final class DiskQueue {
    private static final Pattern NAME = Pattern.compile("([0-9]{19})-([0-9]{1,9})\\.rw");
    private static final String UNFINISHED = ".part";

    private final Disk disk;
    private final Path folder;
    private final long maxBytes;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private final ArrayDeque<Entry> entries = new ArrayDeque<>();
    private long bytes;
    private long next;

    /// One request: its place in the queue, how many samples it has, and its size in bytes.
    record Entry(long sequence, int samples, long bytes) {
        String fileName() {
            return String.format(Locale.ROOT, "%019d-%d.rw", sequence, samples);
        }
    }

    private DiskQueue(Disk disk, Path folder, long maxBytes) {
        this.disk = disk;
        this.folder = folder;
        this.maxBytes = maxBytes;
    }

    /// The queue in `folder`, with what an earlier process left there.
    static DiskQueue open(Disk disk, Path folder, long maxBytes) throws IOException {
        DiskQueue queue = new DiskQueue(disk, folder, maxBytes);
        disk.createDirectories(folder);
        for (String name : disk.list(folder)) {
            Matcher matcher = NAME.matcher(name);
            Path file = folder.resolve(name);
            if (matcher.matches()) {
                long size = disk.stat(file).map(stat -> stat.size()).orElse(0L);
                queue.entries.add(
                        new Entry(Long.parseLong(matcher.group(1)), Integer.parseInt(matcher.group(2)), size));
                queue.bytes += size;
            } else if (name.endsWith(UNFINISHED)) {
                disk.delete(file);
            }
        }
        queue.next = queue.entries.isEmpty() ? 1 : queue.entries.getLast().sequence() + 1;
        return queue;
    }

    /// Adds requests at the end; returns how many samples of the oldest were dropped for them. When
    /// it returns, they survive a power cut.
    long add(List<WriteRequest> requests) throws IOException {
        long dropped = 0;
        for (WriteRequest request : requests) {
            dropped += add(request);
        }
        if (!requests.isEmpty()) {
            disk.syncDirectory(folder);
        }
        return dropped;
    }

    private long add(WriteRequest request) throws IOException {
        Entry entry;
        lock.lock();
        try {
            entry = new Entry(next++, request.samples(), request.body().length);
        } finally {
            lock.unlock();
        }
        write(entry, request.body());
        lock.lock();
        try {
            entries.add(entry);
            bytes += entry.bytes();
            long dropped = makeRoom();
            changed.signalAll();
            return dropped;
        } finally {
            lock.unlock();
        }
    }

    private void write(Entry entry, byte[] body) throws IOException {
        Path unfinished = folder.resolve(entry.fileName() + UNFINISHED);
        boolean written = false;
        try (DiskFile file = disk.create(unfinished)) {
            file.write(ByteBuffer.wrap(body), 0);
            file.sync();
            written = true;
        } finally {
            if (!written) {
                disk.delete(unfinished);
            }
        }
        disk.rename(unfinished, folder.resolve(entry.fileName()));
    }

    private long makeRoom() throws IOException {
        long dropped = 0;
        while (bytes > maxBytes && entries.size() > 1) {
            Entry oldest = entries.getFirst();
            dropped += oldest.samples();
            take(oldest);
        }
        return dropped;
    }

    private void take(Entry entry) throws IOException {
        if (entries.remove(entry)) {
            bytes -= entry.bytes();
            disk.delete(folder.resolve(entry.fileName()));
        }
    }

    /// Waits until there is an entry and returns the oldest.
    Entry await() throws InterruptedException {
        lock.lockInterruptibly();
        try {
            while (entries.isEmpty()) {
                changed.await();
            }
            return entries.getFirst();
        } finally {
            lock.unlock();
        }
    }

    /// The oldest entry without waiting.
    @Nullable
    Entry peek() {
        lock.lock();
        try {
            return entries.peekFirst();
        } finally {
            lock.unlock();
        }
    }

    /// Reads the body of an entry; throws [java.nio.file.NoSuchFileException] when it has been dropped.
    byte[] read(Entry entry) throws IOException {
        try (DiskFile file = disk.open(folder.resolve(entry.fileName()))) {
            ByteBuffer body = ByteBuffer.allocate((int) entry.bytes());
            while (body.hasRemaining()) {
                if (file.read(body, body.position()) < 0) {
                    throw new EOFException(entry.fileName() + " is shorter than it was");
                }
            }
            return body.array();
        }
    }

    /// Removes an entry that is done with, unless it was dropped meanwhile; whether it was still there.
    boolean remove(Entry entry) throws IOException {
        lock.lock();
        try {
            boolean there = entries.contains(entry);
            take(entry);
            return there;
        } finally {
            lock.unlock();
        }
    }

    /// Bytes of all entries.
    long bytes() {
        lock.lock();
        try {
            return bytes;
        } finally {
            lock.unlock();
        }
    }
}
