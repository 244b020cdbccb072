package dev.spanflame.objectstore.disk;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedByInterruptException;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.concurrent.locks.ReentrantLock;

/// A file of a [RealDisk].
///
/// A [FileChannel] closes itself under all its users when one of them is interrupted. That must not end a log that
/// others write to, so a channel closed that way is opened anew, if the path still leads to the same file, and the
/// operation is done again: positioned reads and writes bear that, and Linux (4.16 and newer) reports a write-back
/// error that nobody has seen yet to a descriptor opened after it.
final class RealDiskFile implements DiskFile {
    /// The JDK copies a heap buffer through a direct one that it keeps for the thread: small pieces keep that small.
    private static final int PIECE_BYTES = 1 << 20;

    private final Path path;
    private final Object fileKey;
    private final ReentrantLock opening = new ReentrantLock();
    private volatile FileChannel channel;
    private volatile boolean closed;

    RealDiskFile(Path path, FileChannel channel) throws IOException {
        this.path = path;
        this.channel = channel;
        this.fileKey = fileKey(path);
    }

    /// One system call on the channel, and its result.
    private interface Operation {
        long on(FileChannel open) throws IOException;
    }

    @Override
    public void write(ByteBuffer source, long position) throws IOException {
        int start = source.position();
        uninterrupted(open -> {
            source.position(start);
            long at = position;
            int end = source.limit();
            try {
                while (source.position() < end) {
                    source.limit(Math.min(end, source.position() + PIECE_BYTES));
                    at += open.write(source, at);
                }
            } finally {
                source.limit(end);
            }
            return at;
        });
    }

    @Override
    public int read(ByteBuffer target, long position) throws IOException {
        int start = target.position();
        return (int) uninterrupted(open -> {
            int end = target.limit();
            target.position(start);
            target.limit(Math.min(end, start + PIECE_BYTES));
            try {
                return open.read(target, position);
            } finally {
                target.limit(end);
            }
        });
    }

    @Override
    public void sync() throws IOException {
        uninterrupted(open -> {
            open.force(false);
            return 0;
        });
    }

    @Override
    public long size() throws IOException {
        return uninterrupted(FileChannel::size);
    }

    @Override
    public void truncate(long size) throws IOException {
        uninterrupted(open -> {
            open.truncate(size);
            return 0;
        });
    }

    @Override
    public void close() throws IOException {
        opening.lock();
        try {
            closed = true;
            channel.close();
        } finally {
            opening.unlock();
        }
    }

    private long uninterrupted(Operation operation) throws IOException {
        boolean interrupted = Thread.interrupted();
        try {
            while (true) {
                FileChannel open = channel;
                try {
                    return operation.on(open);
                } catch (ClosedByInterruptException e) {
                    interrupted = true;
                    boolean _ = Thread.interrupted();
                    reopen(open, e);
                } catch (ClosedChannelException e) {
                    reopen(open, e);
                }
            }
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    private void reopen(FileChannel broken, ClosedChannelException cause) throws IOException {
        opening.lock();
        try {
            if (closed) {
                throw cause;
            }
            if (channel != broken) {
                return;
            }
            FileChannel next = FileChannel.open(path, StandardOpenOption.READ, StandardOpenOption.WRITE);
            if (!fileKey.equals(fileKey(path))) {
                next.close();
                throw new NoSuchFileException(
                        path.toString(), null, "replaced by another file while an interrupt closed it");
            }
            channel = next;
        } finally {
            opening.unlock();
        }
    }

    /// What tells files apart: the inode; an object like no other where there is none (any more).
    private static Object fileKey(Path path) throws IOException {
        try {
            Object key = Files.readAttributes(path, BasicFileAttributes.class).fileKey();
            return key == null ? new Object() : key;
        } catch (NoSuchFileException e) {
            return new Object();
        }
    }
}
