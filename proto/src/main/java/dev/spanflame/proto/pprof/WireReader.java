package dev.spanflame.proto.pprof;

import dev.spanflame.model.BackendException;
import java.util.Arrays;

/// A cursor over a protobuf message that never leaves its bounds. Not thread-safe.
///
/// Accepts what protobuf's own parsers accept: unknown fields and groups, varints longer than needed. Throws
/// [BackendException] of kind BAD_REQUEST on anything else.
final class WireReader {
    static final int VARINT = 0;
    static final int FIXED64 = 1;
    static final int BYTES = 2;
    static final int GROUP_START = 3;
    static final int GROUP_END = 4;
    static final int FIXED32 = 5;

    private static final int MAX_GROUP_DEPTH = 100;

    private final byte[] bytes;
    private int position;
    private int limit;

    WireReader(byte[] bytes) {
        this.bytes = bytes;
        this.limit = bytes.length;
    }

    /// Moves to the slice `[from, to)`.
    void moveTo(int from, int to) {
        position = from;
        limit = to;
    }

    /// Narrows the bounds to the message whose length comes next; returns the limit to give to [#leave].
    int enter() {
        int length = length();
        int outer = limit;
        limit = position + length;
        return outer;
    }

    /// Goes behind the message entered last and widens the bounds to `outer` again.
    void leave(int outer) {
        position = limit;
        limit = outer;
    }

    boolean hasMore() {
        return position < limit;
    }

    int position() {
        return position;
    }

    /// Next tag: field number and, in the three lowest bits, the wire type.
    int tag() {
        int tag = (int) varint();
        if (tag >>> 3 == 0) {
            throw malformed("field number 0");
        }
        return tag;
    }

    /// Next varint. Hot path.
    long varint() {
        int at = position;
        if (at < limit && bytes[at] >= 0) {
            position = at + 1;
            return bytes[at];
        }
        return longVarint();
    }

    /// Reads varints up to the bounds, as many as `numbers` has room for, and returns their number. Hot path.
    int varints(long[] numbers) {
        int at = position;
        int count = 0;
        while (at < limit && count < numbers.length) {
            int first = bytes[at];
            if (first >= 0) {
                numbers[count++] = first;
                at++;
            } else if (at + 1 < limit && bytes[at + 1] >= 0) {
                numbers[count++] = first & 0x7f | bytes[at + 1] << 7;
                at += 2;
            } else {
                position = at;
                numbers[count++] = longVarint();
                at = position;
            }
        }
        position = at;
        return count;
    }

    private long longVarint() {
        long value = 0;
        int at = position;
        for (int shift = 0; shift < 64; shift += 7) {
            if (at >= limit) {
                throw malformed("a number goes beyond the end");
            }
            byte next = bytes[at++];
            value |= (next & 0x7fL) << shift;
            if (next >= 0) {
                position = at;
                return value;
            }
        }
        throw malformed("a number of more than 10 bytes");
    }

    /// Length of the bytes that start at [#position]; they lie inside the bounds.
    int length() {
        long length = varint();
        int narrow = (int) length;
        if (narrow < 0 || narrow > limit - position) {
            throw malformed("a length of " + narrow + " where " + (limit - position) + " bytes are left");
        }
        return narrow;
    }

    /// Moves on by `count` bytes, which must lie inside the bounds.
    void advance(int count) {
        if (count > limit - position) {
            throw malformed("the end comes too early");
        }
        position += count;
    }

    /// Skips the value of a field.
    void skip(int tag) {
        int depth = 0;
        int[] open = new int[0];
        int current = tag;
        while (true) {
            switch (current & 7) {
                case VARINT -> varint();
                case FIXED64 -> advance(8);
                case BYTES -> advance(length());
                case FIXED32 -> advance(4);
                case GROUP_START -> {
                    if (depth == MAX_GROUP_DEPTH) {
                        throw malformed("groups nested deeper than " + MAX_GROUP_DEPTH);
                    }
                    open = depth == open.length ? Arrays.copyOf(open, depth * 2 + 4) : open;
                    open[depth++] = current >>> 3;
                }
                case GROUP_END -> {
                    if (depth == 0 || open[--depth] != current >>> 3) {
                        throw malformed("the end of a group that was not begun");
                    }
                }
                default -> throw malformed("wire type " + (current & 7));
            }
            if (depth == 0) {
                return;
            }
            current = tag();
        }
    }

    private BackendException malformed(String what) {
        return MalformedProfile.because(what + " at byte " + position);
    }
}
