package dev.spanflame.proto.pyroscope;

import com.google.protobuf.ByteOutput;
import com.google.protobuf.ByteString;
import com.google.protobuf.UnsafeByteOperations;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.util.Arrays;

/// The bytes `[from, to)` of an array: a field of a parsed message where it lies in the request, not copied out of it.
record RawBytes(byte[] array, int from, int to) {
    /// The bytes of a field. They are not copied if the message was parsed with aliasing.
    static RawBytes of(ByteString field) {
        if (field.isEmpty()) {
            return new RawBytes(new byte[0], 0, 0);
        }
        Catcher catcher = new Catcher();
        try {
            UnsafeByteOperations.unsafeWriteTo(field, catcher);
        } catch (IOException e) {
            throw new UncheckedIOException("nothing is written", e);
        }
        return catcher.caught;
    }

    /// The bytes in an array of their own.
    byte[] copy() {
        return Arrays.copyOfRange(array, from, to);
    }

    /// Takes down what it is to write.
    private static final class Catcher extends ByteOutput {
        private RawBytes caught = new RawBytes(new byte[0], 0, 0);

        @Override
        public void write(byte value) {
            throw new IllegalStateException("a field of several pieces");
        }

        @Override
        public void write(byte[] value, int offset, int length) {
            if (caught.array.length > 0) {
                throw new IllegalStateException("a field of several pieces");
            }
            caught = new RawBytes(value, offset, offset + length);
        }

        @Override
        public void writeLazy(byte[] value, int offset, int length) {
            write(value, offset, length);
        }

        @Override
        public void write(ByteBuffer value) {
            byte[] copy = new byte[value.remaining()];
            value.get(copy);
            write(copy, 0, copy.length);
        }

        @Override
        public void writeLazy(ByteBuffer value) {
            write(value);
        }
    }
}
