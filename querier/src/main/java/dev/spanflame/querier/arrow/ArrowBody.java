package dev.spanflame.querier.arrow;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/// The buffers of a record batch one behind the other, each filled up to a multiple of eight bytes.
final class ArrowBody {
    static final int ALIGNMENT = 8;

    private static final byte[] PADDING = new byte[ALIGNMENT];

    private final List<ByteBuffer> buffers = new ArrayList<>();
    private final List<Place> places = new ArrayList<>();
    private long length;

    /// Where a buffer begins and how many bytes it has.
    record Place(long offset, long length) {}

    ArrowBody(List<ArrowColumn> columns) {
        for (ArrowColumn column : columns) {
            for (ByteBuffer buffer : column.buffers()) {
                buffers.add(buffer);
                places.add(new Place(length, buffer.remaining()));
                length += buffer.remaining() + padding(buffer.remaining());
            }
        }
    }

    List<Place> places() {
        return places;
    }

    /// Bytes of the whole body.
    long length() {
        return length;
    }

    void writeTo(OutputStream out) throws IOException {
        for (ByteBuffer buffer : buffers) {
            write(buffer, out);
        }
    }

    /// Writes what remains in a buffer of the heap, and zeros up to the next multiple of eight bytes.
    static void write(ByteBuffer buffer, OutputStream out) throws IOException {
        out.write(buffer.array(), buffer.arrayOffset() + buffer.position(), buffer.remaining());
        out.write(PADDING, 0, padding(buffer.remaining()));
    }

    static int padding(int bytes) {
        return -bytes & ALIGNMENT - 1;
    }
}
