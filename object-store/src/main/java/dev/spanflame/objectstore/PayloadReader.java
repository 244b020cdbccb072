package dev.spanflame.objectstore;

import dev.spanflame.objectstore.disk.Disk;
import dev.spanflame.objectstore.disk.DiskFile;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;

/// Reads a [Payload] piece by piece, the same way for bytes and files. One thread at a time.
public sealed interface PayloadReader extends AutoCloseable {
    /// Size of the whole in bytes.
    long size();

    /// The bytes `[offset, offset + length)`, which must lie inside.
    ByteBuffer read(long offset, int length) throws IOException;

    @Override
    void close() throws IOException;

    /// Opens a payload; its file, if it has one, lies on `disk`.
    static PayloadReader open(Payload payload, Disk disk) throws IOException {
        return switch (payload) {
            case Payload.Bytes(byte[] bytes) -> new OfBytes(bytes);
            case Payload.LocalFile file -> {
                DiskFile open = disk.open(file.path());
                yield new OfFile(open, open.size());
            }
        };
    }

    /// Of an array; pieces are views.
    record OfBytes(byte[] bytes) implements PayloadReader {
        @Override
        public long size() {
            return bytes.length;
        }

        @Override
        public ByteBuffer read(long offset, int length) {
            return ByteBuffer.wrap(bytes, Math.toIntExact(offset), length);
        }

        @Override
        public void close() {}
    }

    /// Of an open file.
    record OfFile(DiskFile file, long size) implements PayloadReader {
        @Override
        public ByteBuffer read(long offset, int length) throws IOException {
            ByteBuffer piece = ByteBuffer.allocate(length);
            while (piece.hasRemaining()) {
                if (file.read(piece, offset + piece.position()) < 0) {
                    throw new EOFException("the local file became shorter than " + size + " bytes while it was stored");
                }
            }
            return piece.flip();
        }

        @Override
        public void close() throws IOException {
            file.close();
        }
    }
}
