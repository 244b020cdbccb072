package dev.spanflame.block.parquet.encoding;

/// Reads definition levels of width 1 into a bit set.
public final class PresenceDecoder {
    private PresenceDecoder() {}

    /// Reads the levels of `rows` rows and sets the bits from bit `to` of `target` on, which must all be 0; gives the
    /// number of rows with a value. Hot path.
    public static int decode(ByteCursor in, long[] target, int to, int rows) throws DamagedException {
        int at = to;
        int end = to + rows;
        int count = 0;
        while (at < end) {
            long header = in.readVarint();
            long announced = header >>> 1;
            int left = end - at;
            if ((header & 1) == 0) {
                int level = in.readByte();
                if (announced == 0 || announced > left || level > 1) {
                    throw new DamagedException(
                            "a run of " + announced + " levels " + level + " where " + left + " levels are missing");
                }
                int next = at + (int) announced;
                if (level == 1) {
                    setRange(target, at, next);
                    count += next - at;
                }
                at = next;
            } else {
                if (announced == 0 || announced > (left + 7) >>> 3) {
                    throw new DamagedException(announced + " groups of 8 levels where " + left + " levels are missing");
                }
                int from = in.take(announced);
                int taken = (int) Math.min(left, announced * 8);
                count += copyBits(in.array(), from, target, at, taken);
                at += taken;
            }
        }
        in.requireEnd();
        return count;
    }

    private static int copyBits(byte[] bytes, int from, long[] target, int to, int length) {
        int count = 0;
        for (int done = 0; done < length; done += 64) {
            long value = LittleEndian.getLong(bytes, from + (done >>> 3));
            int left = length - done;
            if (left < 64) {
                value &= -1L >>> -left;
            }
            count += Long.bitCount(value);
            int word = (to + done) >>> 6;
            int shift = (to + done) & 63;
            target[word] |= value << shift;
            if (shift != 0 && value >>> -shift != 0) {
                target[word + 1] |= value >>> -shift;
            }
        }
        return count;
    }

    private static void setRange(long[] target, int from, int to) {
        int first = from >>> 6;
        int last = (to - 1) >>> 6;
        long head = -1L << from;
        long tail = -1L >>> -to;
        if (first == last) {
            target[first] |= head & tail;
            return;
        }
        target[first] |= head;
        for (int word = first + 1; word < last; word++) {
            target[word] = -1L;
        }
        target[last] |= tail;
    }
}
