package dev.spanflame.proto.symbols.elf;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

/// Reads numbers and texts of a piece of a file, one after the other. Not thread-safe.
///
/// Whatever lies outside of the piece is an error of kind BAD_REQUEST. Every read costs effort.
public final class BinaryReader {
    private static final int MAX_TEXT = 1 << 13;

    private final MemorySegment bytes;
    private final ValueLayout.OfShort shorts;
    private final ValueLayout.OfInt ints;
    private final ValueLayout.OfLong longs;
    private final Effort effort;
    private long at;
    private long end;

    /// A reader of all of `bytes`.
    public BinaryReader(MemorySegment bytes, ByteOrder order, Effort effort) {
        this.bytes = bytes;
        this.shorts = ValueLayout.JAVA_SHORT_UNALIGNED.withOrder(order);
        this.ints = ValueLayout.JAVA_INT_UNALIGNED.withOrder(order);
        this.longs = ValueLayout.JAVA_LONG_UNALIGNED.withOrder(order);
        this.effort = effort;
        this.end = bytes.byteSize();
    }

    /// Size of the piece.
    public long size() {
        return bytes.byteSize();
    }

    /// Where the next byte is.
    public long position() {
        return at;
    }

    /// Whether there is a byte before the limit.
    public boolean hasMore() {
        return at < end;
    }

    /// Goes to `position`; the limit becomes the end of the piece.
    public BinaryReader moveTo(long position) {
        if (position < 0 || position > bytes.byteSize()) {
            throw outside();
        }
        at = position;
        end = bytes.byteSize();
        return this;
    }

    /// Makes `position` the limit.
    public BinaryReader limit(long position) {
        if (position < at || position > bytes.byteSize()) {
            throw outside();
        }
        end = position;
        return this;
    }

    /// Leaves out `count` bytes.
    public void skip(long count) {
        if (count < 0 || count > end - at) {
            throw outside();
        }
        effort.spend(1);
        at += count;
    }

    private long take(int count) {
        if (count > end - at) {
            throw outside();
        }
        effort.spend(count);
        long from = at;
        at += count;
        return from;
    }

    /// An unsigned byte. Hot path.
    public int u8() {
        return bytes.get(ValueLayout.JAVA_BYTE, take(1)) & 0xff;
    }

    /// An unsigned number of two bytes.
    public int u16() {
        return bytes.get(shorts, take(2)) & 0xffff;
    }

    /// An unsigned number of four bytes.
    public long u32() {
        return bytes.get(ints, take(4)) & 0xffff_ffffL;
    }

    /// Eight bytes.
    public long i64() {
        return bytes.get(longs, take(8));
    }

    /// An unsigned number of 1, 2, 3, 4 or 8 bytes.
    public long unsigned(int size) {
        return switch (size) {
            case 1 -> u8();
            case 2 -> u16();
            case 3 -> shorts.order() == ByteOrder.LITTLE_ENDIAN ? u16() | (long) u8() << 16 : (long) u8() << 16 | u16();
            case 4 -> u32();
            case 8 -> i64();
            default -> throw MalformedElf.because("a number of " + size + " bytes");
        };
    }

    /// An unsigned LEB128 number; bits above the 64th are lost. Hot path.
    public long uleb() {
        long value = 0;
        int shift = 0;
        while (true) {
            int next = u8();
            if (shift < Long.SIZE) {
                value |= (long) (next & 0x7f) << shift;
            }
            if (next < 0x80) {
                return value;
            }
            shift += 7;
        }
    }

    /// A signed LEB128 number.
    public long sleb() {
        long value = 0;
        int shift = 0;
        while (true) {
            int next = u8();
            if (shift < Long.SIZE) {
                value |= (long) (next & 0x7f) << shift;
            }
            shift += 7;
            if (next < 0x80) {
                return shift < Long.SIZE && (next & 0x40) != 0 ? value | -1L << shift : value;
            }
        }
    }

    /// A text that ends with a byte 0; what is above 8 KiB of it is cut.
    public String text() {
        long from = at;
        skipText();
        int length = (int) Math.min(at - 1 - from, MAX_TEXT);
        byte[] utf8 = new byte[length];
        MemorySegment.copy(bytes, ValueLayout.JAVA_BYTE, from, utf8, 0, length);
        return new String(utf8, StandardCharsets.UTF_8);
    }

    /// Leaves out such a text.
    public void skipText() {
        while (u8() != 0) {
            // the end is looked for
        }
    }

    private static RuntimeException outside() {
        return MalformedElf.because("a table points outside of itself");
    }
}
