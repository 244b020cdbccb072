package dev.spanflame.block.parquet.encoding;

import dev.spanflame.block.column.Presence;

/// Which rows of a page have a value, as definition levels of a data page v1: four bytes of length, then the hybrid
/// of width 1, made straight from the bits of a [Presence]. Not thread-safe.
public final class PresenceEncoder {
    /// A run cuts the bits into pieces that the compressor sees apart; it takes zeros for little anyway.
    private static final int SHORTEST_RUN_BYTES = 64;

    private byte[] bits = new byte[1024 + 8];

    /// Appends the levels of the rows `[from, to)`. Hot path.
    public void encode(Presence presence, int from, int to, ByteBuilder out) {
        int start = out.size();
        out.putInt(0);
        int count = presence.rank(to) - presence.rank(from);
        if (count == 0 || count == to - from) {
            run(count == 0 ? 0 : 1, to - from, out);
        } else {
            copyBits(presence, from, to);
            encodeBits(to - from, out);
        }
        out.setInt(start, out.size() - start - 4);
    }

    /// Moves the bits of the rows to the start of [#bits]; the last bit is repeated up to the end of its byte.
    private void copyBits(Presence presence, int from, int to) {
        int rows = to - from;
        int size = (rows + 7) >>> 3;
        if (size + 8 > bits.length) {
            bits = new byte[size * 2 + 8];
        }
        int shift = from & 63;
        int last = (to - 1) >>> 6;
        for (int at = 0, word = from >>> 6; at < size; at += 8, word++) {
            long value = presence.word(word) >>> shift;
            if (shift != 0 && word < last) {
                value |= presence.word(word + 1) << -shift;
            }
            LittleEndian.putLong(bits, at, value);
        }
        if ((rows & 7) != 0) {
            int valid = -1 >>> (32 - (rows & 7));
            bits[size - 1] = (byte) (presence.has(to - 1) ? bits[size - 1] | ~valid : bits[size - 1] & valid);
        }
    }

    /// A run that is worth it holds four bytes that are looked at together; where it begins and ends is found from
    /// there.
    private void encodeBits(int rows, ByteBuilder out) {
        int size = (rows + 7) >>> 3;
        int literal = 0;
        int at = 0;
        int begin = 0;
        while (at + 4 <= size) {
            int four = LittleEndian.getInt(bits, at);
            if (four != 0 && four != -1) {
                at += 4;
                continue;
            }
            int start = at;
            while (start > begin && bits[start - 1] == (byte) four) {
                start--;
            }
            int end = runEnd(at, size, four);
            if (end - start >= SHORTEST_RUN_BYTES) {
                literals(literal, start, out);
                run(four & 1, Math.min(end * 8, rows) - start * 8, out);
                literal = end;
            }
            at = end;
            begin = end;
        }
        literals(literal, size, out);
    }

    /// The end of the bytes of `four` from `at` on.
    private int runEnd(int at, int size, int four) {
        int end = at + 4;
        while (end + 4 <= size && LittleEndian.getInt(bits, end) == four) {
            end += 4;
        }
        while (end < size && bits[end] == (byte) four) {
            end++;
        }
        return end;
    }

    private void literals(int from, int to, ByteBuilder out) {
        if (from < to) {
            out.putVarint((to - from) * 2L + 1);
            out.putBytes(bits, from, to - from);
        }
    }

    private static void run(int level, int length, ByteBuilder out) {
        out.putVarint(length * 2L);
        out.putByte(level);
    }
}
