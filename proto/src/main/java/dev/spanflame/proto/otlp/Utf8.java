package dev.spanflame.proto.otlp;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

/// Checks and repairs UTF-8 text (RFC 3629: shortest forms only, no surrogates).
final class Utf8 {
    private static final VarHandle LONG = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
    private static final long HIGH_BITS = 0x8080808080808080L;

    private Utf8() {}

    /// Whether `bytes[from, from + length)` is valid. Hot path.
    static boolean isValid(byte[] bytes, int from, int length) {
        int to = from + length;
        int at = from;
        while (at + Long.BYTES <= to) {
            if (((long) LONG.get(bytes, at) & HIGH_BITS) != 0) {
                return isValidBeyondAscii(bytes, at, to);
            }
            at += Long.BYTES;
        }
        return at == to || isValidTail(bytes, at, to);
    }

    /// The last one to seven bytes, read as one number where the array goes on far enough.
    private static boolean isValidTail(byte[] bytes, int from, int to) {
        if (from + Long.BYTES <= bytes.length) {
            long tail = (long) LONG.get(bytes, from) << (Long.BYTES - (to - from)) * 8;
            return (tail & HIGH_BITS) == 0 || isValidBeyondAscii(bytes, from, to);
        }
        return isValidBeyondAscii(bytes, from, to);
    }

    private static boolean isValidBeyondAscii(byte[] bytes, int from, int to) {
        int at = from;
        while (at < to) {
            int length = bytes[at] >= 0 ? 1 : sequenceLength(bytes, at, to);
            if (length == 0) {
                return false;
            }
            at += length;
        }
        return true;
    }

    /// Length of the multi-byte sequence at `at`, 0 when it is not valid. Table 3-7 of the Unicode standard.
    private static int sequenceLength(byte[] bytes, int at, int to) {
        int first = bytes[at] & 0xff;
        if (first < 0xe0) {
            return first >= 0xc2 && continues(bytes, at + 1, to, 0x80, 0xbf) ? 2 : 0;
        }
        if (first < 0xf0) {
            int lowest = first == 0xe0 ? 0xa0 : 0x80;
            int highest = first == 0xed ? 0x9f : 0xbf;
            return continues(bytes, at + 1, to, lowest, highest) && continues(bytes, at + 2, to, 0x80, 0xbf) ? 3 : 0;
        }
        int lowest = first == 0xf0 ? 0x90 : 0x80;
        int highest = first == 0xf4 ? 0x8f : 0xbf;
        return first <= 0xf4
                        && continues(bytes, at + 1, to, lowest, highest)
                        && continues(bytes, at + 2, to, 0x80, 0xbf)
                        && continues(bytes, at + 3, to, 0x80, 0xbf)
                ? 4
                : 0;
    }

    private static boolean continues(byte[] bytes, int at, int to, int lowest, int highest) {
        return at < to && (bytes[at] & 0xff) >= lowest && (bytes[at] & 0xff) <= highest;
    }

    /// A copy of `bytes[from, from + length)` with U+FFFD in place of what is not valid, as Java's decoder places it.
    static byte[] repaired(byte[] bytes, int from, int length) {
        return new String(bytes, from, length, StandardCharsets.UTF_8).getBytes(StandardCharsets.UTF_8);
    }
}
