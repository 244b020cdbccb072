package dev.spanflame.querier.tempo;

import java.io.ByteArrayOutputStream;

/// Bytes of an answer, as many as are allowed; writing more throws a
/// [dev.spanflame.model.BackendException] of kind TOO_LARGE. Used by one thread.
public final class BoundedBytes extends ByteArrayOutputStream {
    private final long maxBytes;

    /// Nothing yet, and at most `maxBytes`.
    public BoundedBytes(long maxBytes) {
        this.maxBytes = maxBytes;
    }

    @Override
    @SuppressWarnings("UnsynchronizedOverridesSynchronized") // one thread writes
    public void write(int b) {
        Encoding.checkSize(count + 1L, maxBytes);
        super.write(b);
    }

    @Override
    @SuppressWarnings("UnsynchronizedOverridesSynchronized") // one thread writes
    public void write(byte[] bytes, int offset, int length) {
        Encoding.checkSize((long) count + length, maxBytes);
        super.write(bytes, offset, length);
    }
}
