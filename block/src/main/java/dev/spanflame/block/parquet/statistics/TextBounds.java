package dev.spanflame.block.parquet.statistics;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/// Short lower and upper bounds of byte strings, for statistics.
///
/// A bound is made from the first bytes of the string. Of UTF-8 only whole characters are kept, and a bound is raised
/// by taking the next character, so that it is UTF-8 again. Where that is not possible there is no upper bound.
final class TextBounds {
    private static final int LAST_CHARACTER = 0x10ffff;

    private TextBounds() {}

    /// A byte string not above any that begins with `prefix`, of at most `limit` bytes.
    static byte[] lower(byte[] prefix, int limit, boolean utf8) {
        return Arrays.copyOf(prefix, cut(prefix, Math.min(limit, prefix.length), utf8));
    }

    /// A byte string above all that begin with the first `limit` bytes of `prefix`, of about `limit` bytes.
    static byte @Nullable [] upper(byte[] prefix, int limit, boolean utf8) {
        int end = cut(prefix, Math.min(limit, prefix.length), utf8);
        return utf8 ? nextText(prefix, end) : nextBytes(prefix, end);
    }

    /// Number of bytes up to `limit` that do not end inside a character.
    private static int cut(byte[] prefix, int limit, boolean utf8) {
        if (!utf8) {
            return limit;
        }
        // The character that holds the last byte begins at most 3 bytes before it.
        for (int start = limit - 1; start >= Math.max(0, limit - 4); start--) {
            int lead = prefix[start] & 0xff;
            if (lead < 0x80 || lead >= 0xc0) {
                return start + length(lead) <= limit ? limit : start;
            }
        }
        return limit;
    }

    private static int length(int lead) {
        return lead < 0x80 ? 1 : lead < 0xe0 ? 2 : lead < 0xf0 ? 3 : 4;
    }

    private static byte @Nullable [] nextBytes(byte[] prefix, int end) {
        for (int i = end - 1; i >= 0; i--) {
            if (prefix[i] != -1) {
                byte[] next = Arrays.copyOf(prefix, i + 1);
                next[i]++;
                return next;
            }
        }
        return null;
    }

    private static byte @Nullable [] nextText(byte[] prefix, int end) {
        int last = end;
        while (last > 0) {
            int start = last - 1;
            while (start > 0 && last - start < 4 && (prefix[start] & 0xc0) == 0x80) {
                start--;
            }
            int character = character(prefix, start, last);
            if (character < 0) {
                return nextBytes(prefix, end);
            }
            if (character < LAST_CHARACTER) {
                // Surrogates are no characters: 0xd800 to 0xdfff are skipped.
                return append(prefix, start, character == 0xd7ff ? 0xe000 : character + 1);
            }
            last = start;
        }
        return null;
    }

    /// The character in `bytes[from, to)`, or -1 when that is not UTF-8.
    private static int character(byte[] bytes, int from, int to) {
        int lead = bytes[from] & 0xff;
        int length = length(lead);
        if (length != to - from || (lead >= 0x80 && lead < 0xc2) || lead > 0xf4) {
            return -1;
        }
        int character = length == 1 ? lead : lead & 0x7f >> length;
        for (int i = from + 1; i < to; i++) {
            if ((bytes[i] & 0xc0) != 0x80) {
                return -1;
            }
            character = character << 6 | (bytes[i] & 0x3f);
        }
        boolean surrogate = character >= 0xd800 && character < 0xe000;
        return surrogate || character > LAST_CHARACTER ? -1 : character;
    }

    private static byte[] append(byte[] prefix, int end, int character) {
        byte[] utf8 = Character.toString(character).getBytes(StandardCharsets.UTF_8);
        byte[] joined = Arrays.copyOf(prefix, end + utf8.length);
        System.arraycopy(utf8, 0, joined, end, utf8.length);
        return joined;
    }
}
