package dev.spanflame.proto.jfr;

import dev.spanflame.model.BackendException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/// A position in a recording that never leaves its bounds. Not thread-safe.
///
/// Throws [BackendException] of kind UNPROCESSABLE where the recording goes wrong.
final class Cursor {
    private static final int NULL = 0;
    private static final int EMPTY = 1;
    private static final int CONSTANT = 2;
    private static final int UTF_8 = 3;
    private static final int CHARS = 4;
    private static final int LATIN_1 = 5;

    private final byte[] bytes;
    private int position;
    private int limit;

    Cursor(byte[] bytes) {
        this.bytes = bytes;
        this.limit = bytes.length;
    }

    /// Moves to `[from, to)`, which must lie inside the recording.
    void moveTo(long from, long to) {
        if (from < 0 || from > to || to > bytes.length) {
            throw MalformedRecording.because(
                    "bytes " + from + " to " + to + " of a recording of " + bytes.length + " bytes");
        }
        position = (int) from;
        limit = (int) to;
    }

    int position() {
        return position;
    }

    int remaining() {
        return limit - position;
    }

    byte oneByte() {
        if (position >= limit) {
            throw tooShort();
        }
        return bytes[position++];
    }

    /// Next compressed number: seven bits a byte, the ninth byte whole. Hot path.
    long number() {
        long value = 0;
        for (int shift = 0; shift < 56; shift += 7) {
            byte next = oneByte();
            value |= (next & 0x7fL) << shift;
            if (next >= 0) {
                return value;
            }
        }
        return value | (oneByte() & 0xffL) << 56;
    }

    /// Next compressed number, a count of things that take at least one byte each.
    int count() {
        long count = number();
        if (count < 0 || count > remaining()) {
            throw MalformedRecording.because(
                    "a count of " + count + " where " + remaining() + " bytes are left, at byte " + position);
        }
        return (int) count;
    }

    void skip(int length) {
        if (length > remaining()) {
            throw tooShort();
        }
        position += length;
    }

    int bigEndianInt(int at) {
        return ByteBuffer.wrap(bytes).getInt(at);
    }

    long bigEndianLong(int at) {
        return ByteBuffer.wrap(bytes).getLong(at);
    }

    void skipText() {
        int encoding = oneByte();
        switch (encoding) {
            case NULL, EMPTY -> {}
            case CONSTANT -> number();
            case UTF_8, LATIN_1 -> skip(count());
            case CHARS -> {
                for (int chars = count(); chars > 0; chars--) {
                    number();
                }
            }
            default -> throw unknownEncoding(encoding);
        }
    }

    /// Next text; `constants` finds texts of the constant pool. Null is read as empty.
    String text(Constants constants) {
        int encoding = oneByte();
        return switch (encoding) {
            case NULL, EMPTY -> "";
            case CONSTANT -> constants.text(number());
            case UTF_8 -> {
                int length = count();
                skip(length);
                yield new String(bytes, position - length, length, StandardCharsets.UTF_8);
            }
            case CHARS -> {
                char[] chars = new char[count()];
                for (int i = 0; i < chars.length; i++) {
                    chars[i] = (char) number();
                }
                yield new String(chars);
            }
            case LATIN_1 -> {
                int length = count();
                skip(length);
                yield new String(bytes, position - length, length, StandardCharsets.ISO_8859_1);
            }
            default -> throw unknownEncoding(encoding);
        };
    }

    /// Texts of the constant pool by their key.
    @FunctionalInterface
    interface Constants {
        /// There are none.
        Constants NONE = _ -> "";

        /// The text, empty where unknown.
        String text(long key);
    }

    private BackendException unknownEncoding(int encoding) {
        return MalformedRecording.because("text encoding " + encoding + " at byte " + (position - 1));
    }

    private BackendException tooShort() {
        return MalformedRecording.because("it ends too early, at byte " + position);
    }
}
