package dev.spanflame.block.parquet.encoding;

/// Small numbers as runs of equal ones and as packed groups of eight: Parquet's RLE / bit-packing hybrid, as it is
/// used for dictionary ids (a data page of ids starts with one byte that tells the width).
public final class HybridEncoder {
    private HybridEncoder() {}

    /// Fewest bits for numbers up to `max`, at least 1.
    public static int width(int max) {
        return Math.max(1, 32 - Integer.numberOfLeadingZeros(max));
    }

    /// Appends `values[from, to)`, each below `2^width`. Hot path.
    ///
    /// A run is only worth it from 24 numbers on, so every eighth number is looked at: a run holds two
    /// of these that follow each other. Where it begins and ends is found from there.
    public static void encode(int[] values, int from, int to, int width, ByteBuilder out) {
        int shortest = shortestRun(width);
        int literal = from;
        int at = from;
        int begin = from;
        while (at + 8 < to) {
            int value = values[at];
            int end = values[at + 8] == value ? runEnd(values, at, to) : at;
            if (end <= at + 8) {
                at += 8;
                continue;
            }
            int start = runStart(values, at, begin);
            // Only the last group may hold fewer than 8 numbers: the run gives what the group before it lacks.
            int given = literal - start & 7;
            if (end - start - given >= shortest) {
                literals(values, literal, start + given, width, out);
                out.putVarint((end - start - given) * 2L);
                out.putLow(value, (width + 7) >>> 3);
                literal = end;
            }
            at = end;
            begin = end;
        }
        literals(values, literal, to, width, out);
    }

    /// The end of the equal values that `at` is among.
    private static int runEnd(int[] values, int at, int to) {
        int end = at + 1;
        while (end < to && values[end] == values[at]) {
            end++;
        }
        return end;
    }

    /// Their start, not before `begin`.
    private static int runStart(int[] values, int at, int begin) {
        int start = at;
        while (start > begin && values[start - 1] == values[at]) {
            start--;
        }
        return start;
    }

    /// Equal numbers that are worth a run of their own: it costs two headers and a value.
    private static int shortestRun(int width) {
        return width == 1 ? 64 : width < 8 ? 32 : 24;
    }

    private static void literals(int[] values, int from, int to, int width, ByteBuilder out) {
        if (from == to) {
            return;
        }
        int groups = (to - from + 7) >>> 3;
        out.putVarint(groups * 2L + 1);
        int end = out.size() + groups * width;
        BitPacking.pack(values, from, to, width, out);
        out.ensure(width);
        while (out.size() < end) {
            out.putByte(0);
        }
    }
}
