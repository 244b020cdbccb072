package dev.spanflame.proto.otlp;

import dev.spanflame.model.BackendException;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/// A cursor over protobuf's wire format in a byte array, one message at a time.
///
/// [#enter] narrows the cursor to a sub-message and [#leave] returns to the message around it. Accepts and refuses
/// what protobuf-java's parser does: tags and lengths may be written in up to ten bytes, groups are skipped, messages
/// nest at most [#MAX_DEPTH] deep. Every refusal is a [BackendException] of kind BAD_REQUEST and reason
/// `malformed_protobuf` that names the offset. Not thread-safe.
final class WireReader {
    /// Wire types, the lower three bits of a tag.
    static final int VARINT = 0;

    static final int FIXED64 = 1;
    static final int BYTES = 2;
    static final int GROUP = 3;
    static final int GROUP_END = 4;
    static final int FIXED32 = 5;

    /// Sub-messages and groups around the innermost one, as protobuf-java counts them.
    static final int MAX_DEPTH = 100;

    private static final VarHandle LONG_LITTLE =
            MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
    private static final VarHandle LONG_BIG = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);
    private static final VarHandle INT_LITTLE =
            MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);

    private byte[] bytes = new byte[0];
    private int at;
    private int end;

    /// Starts over at `from` of `source`; the outermost message ends before `to`.
    WireReader reset(byte[] source, int from, int to) {
        bytes = source;
        at = from;
        end = to;
        return this;
    }

    /// The array under the cursor.
    byte[] bytes() {
        return bytes;
    }

    /// Offset of the next byte.
    int position() {
        return at;
    }

    /// Offset of the end of the current message.
    int end() {
        return end;
    }

    /// Moves to an offset of the current message that was a field's beginning before.
    void moveTo(int position) {
        at = position;
    }

    /// Whether the current message has more fields.
    boolean hasMore() {
        return at < end;
    }

    /// Reads a tag: field number times eight plus wire type. Hot path.
    int tag() {
        if (at < end) {
            int first = bytes[at];
            // One byte and a field number above 0, or two bytes, which is all that OTLP needs.
            if (first >= 8) {
                at++;
                return first;
            }
            if (first < 0 && at + 1 < end && bytes[at + 1] > 0) {
                int tag = (first & 0x7f) | bytes[at + 1] << 7;
                at += 2;
                return tag;
            }
        }
        return longTag();
    }

    private int longTag() {
        int start = at;
        int tag = (int) varint();
        if (tag >>> 3 == 0) {
            throw malformed("the field number 0", start);
        }
        return tag;
    }

    /// Reads a varint, cut to 64 bits. Hot path.
    long varint() {
        if (at < end) {
            byte first = bytes[at];
            if (first >= 0) {
                at++;
                return first;
            }
        }
        return longVarint();
    }

    private long longVarint() {
        long value = 0;
        for (int shift = 0; shift < 64; shift += 7) {
            if (at >= end) {
                throw malformed("a number that is cut off", at);
            }
            byte next = bytes[at++];
            value |= (long) (next & 0x7f) << shift;
            if (next >= 0) {
                return value;
            }
        }
        throw malformed("a number longer than ten bytes", at);
    }

    /// Reads four bytes.
    int fixed32() {
        if (end - at < 4) {
            throw malformed("a 32-bit number that is cut off", at);
        }
        int value = (int) INT_LITTLE.get(bytes, at);
        at += 4;
        return value;
    }

    /// Reads eight bytes. Hot path.
    long fixed64() {
        if (end - at < 8) {
            throw malformed("a 64-bit number that is cut off", at);
        }
        long value = (long) LONG_LITTLE.get(bytes, at);
        at += 8;
        return value;
    }

    /// The eight bytes at `offset` of `bytes`.
    static long fixed64(byte[] bytes, int offset) {
        return (long) LONG_LITTLE.get(bytes, offset);
    }

    /// Reads a length and makes sure that so many bytes follow. Hot path.
    int length() {
        int length = (int) varint();
        if (length < 0 || length > end - at) {
            throw malformed(
                    "a field of " + Integer.toUnsignedString(length) + " bytes where " + (end - at) + " are left", at);
        }
        return length;
    }

    /// Steps over `count` bytes that [#length] promised.
    void advance(int count) {
        at += count;
    }

    /// The eight bytes at `offset` as a big-endian number, which is how ids are compared.
    long idAt(int offset) {
        return (long) LONG_BIG.get(bytes, offset);
    }

    /// Enters the sub-message whose length comes next; `depth` is that of the current message. Returns what
    /// [#leave] needs. Hot path.
    int enter(int depth) {
        int length = length();
        if (depth >= MAX_DEPTH) {
            throw malformed("messages nested deeper than " + MAX_DEPTH, at);
        }
        int outer = end;
        end = at + length;
        return outer;
    }

    /// Returns to the message around the current one, which is read to its end.
    void leave(int outer) {
        end = outer;
    }

    /// Steps over the value of a field that means nothing here; `depth` is that of the current message.
    void skip(int tag, int depth) {
        switch (tag & 7) {
            case VARINT -> varint();
            case FIXED64 -> fixed64();
            case BYTES -> advance(length());
            case GROUP -> skipGroup(tag, depth);
            case FIXED32 -> fixed32();
            case GROUP_END -> throw malformed("the end of a group that did not begin", at);
            default -> throw malformed("the unknown wire type " + (tag & 7), at);
        }
    }

    private void skipGroup(int tag, int depth) {
        if (depth >= MAX_DEPTH) {
            throw malformed("groups nested deeper than " + MAX_DEPTH, at);
        }
        int expected = tag - GROUP + GROUP_END;
        while (true) {
            if (!hasMore()) {
                throw malformed("a group without its end", at);
            }
            int inner = tag();
            if ((inner & 7) == GROUP_END) {
                if (inner != expected) {
                    throw malformed("the end of another group", at);
                }
                return;
            }
            skip(inner, depth + 1);
        }
    }

    /// The refusal of this input.
    private static BackendException malformed(String what, int offset) {
        return BackendException.badRequest(
                "malformed_protobuf", "request is not valid protobuf: at byte " + offset + " there is " + what);
    }
}
