package dev.spanflame.block.parquet;

import dev.spanflame.block.parquet.encoding.DamagedException;
import dev.spanflame.model.Hex;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.zip.CRC32;
import org.apache.parquet.format.KeyValue;

/// A checksum over everything of a file behind its pages: Parquet itself protects pages alone.
///
/// It is the last metadata entry of the footer, of fixed length: where the column indexes begin (16 hexadecimal
/// digits) and the CRC-32 from there to the end of the footer (8), with the latter eight counted as `0`.
final class FooterSeal {
    /// Names of metadata that begin so belong to the format.
    static final String RESERVED = "spanflame.";

    private static final String KEY = RESERVED + "seal";
    private static final int OFFSET_DIGITS = 16;
    private static final int CRC_DIGITS = 8;

    private FooterSeal() {}

    /// The entry before the checksum is known.
    static KeyValue entry(long indexOffset) {
        return new KeyValue(KEY).setValue(Hex.of(indexOffset) + "0".repeat(CRC_DIGITS));
    }

    /// Whether an entry is the seal.
    static boolean isSeal(String key) {
        return key.equals(KEY);
    }

    /// Writes the checksum of `tail[0, end)`, which ends with the footer, into the footer.
    static void seal(byte[] tail, int end) {
        int value = find(tail, 0, end);
        String crc = Hex.of(crc(tail, 0, end)).substring(OFFSET_DIGITS - CRC_DIGITS);
        byte[] digits = crc.getBytes(StandardCharsets.US_ASCII);
        System.arraycopy(digits, 0, tail, value + OFFSET_DIGITS, CRC_DIGITS);
    }

    /// Where the column indexes begin, as the footer `tail[from, end)` says.
    static long indexOffset(byte[] tail, int from, int end) throws DamagedException {
        return digits(tail, require(tail, from, end), OFFSET_DIGITS);
    }

    /// Throws unless `tail[from, end)`, column indexes to footer, is what was sealed.
    static void check(byte[] tail, int from, int end) throws DamagedException {
        int at = require(tail, from, end) + OFFSET_DIGITS;
        long sealed = digits(tail, at, CRC_DIGITS);
        byte[] open = Arrays.copyOfRange(tail, from, end);
        Arrays.fill(open, at - from, at - from + CRC_DIGITS, (byte) '0');
        if (crc(open, 0, open.length) != sealed) {
            throw new DamagedException("the checksum of footer and indexes is wrong");
        }
    }

    private static long crc(byte[] bytes, int from, int end) {
        CRC32 crc = new CRC32();
        crc.update(bytes, from, end - from);
        return crc.getValue();
    }

    private static int require(byte[] tail, int from, int end) throws DamagedException {
        int value = find(tail, from, end);
        if (value < 0) {
            throw new DamagedException("the footer has no '" + KEY + "': it was not written by this program");
        }
        return value;
    }

    /// Position of the value behind the last occurrence of the key and two bytes of field and length; -1 for none.
    private static int find(byte[] tail, int from, int end) {
        byte[] key = KEY.getBytes(StandardCharsets.US_ASCII);
        int length = OFFSET_DIGITS + CRC_DIGITS;
        for (int at = end - key.length - 2 - length; at >= from; at--) {
            if (Arrays.equals(tail, at, at + key.length, key, 0, key.length)) {
                return at + key.length + 2;
            }
        }
        return -1;
    }

    private static long digits(byte[] tail, int at, int count) throws DamagedException {
        try {
            return Hex.parse(new String(tail, at, count, StandardCharsets.ISO_8859_1), 0, count);
        } catch (NumberFormatException e) {
            throw new DamagedException("the seal of the footer has a digit that is none: " + e.getMessage());
        }
    }
}
