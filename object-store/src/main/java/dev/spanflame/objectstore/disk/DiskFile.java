package dev.spanflame.objectstore.disk;

import java.io.IOException;
import java.nio.ByteBuffer;

/// An open file of a [Disk]. One thread writes at a time; reads may run beside it.
public interface DiskFile extends AutoCloseable {
    /// Writes all remaining bytes of `source` at `position`.
    void write(ByteBuffer source, long position) throws IOException;

    /// Reads up to the remaining space of `target` at `position`, and at least a byte; -1 at the end of the file.
    int read(ByteBuffer target, long position) throws IOException;

    /// Makes all bytes written so far durable (`fdatasync`).
    ///
    /// After a failure the state of the written bytes is unknown, and a later success proves nothing about them:
    /// give up the file and write elsewhere what matters.
    void sync() throws IOException;

    /// Size in bytes.
    long size() throws IOException;

    /// Cuts the file down to `size` bytes; a file that is not longer stays as it is.
    void truncate(long size) throws IOException;

    @Override
    void close() throws IOException;
}
