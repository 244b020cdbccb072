package dev.spanflame.block.profile.code;

import dev.spanflame.block.column.ByteStrings;
import java.nio.charset.StandardCharsets;

/// Everything known of a frame, as one text that can be the name of a frame of a [Forest].
///
/// `line` and `startLine` are 0 where unknown, `address` is that of a place that was not symbolized, else
/// 0. Written as the fields in their order with a character 0 between them. A text that has not as many
/// fields is a function's name.
public record FrameText(
        String function,
        String systemName,
        String file,
        long startLine,
        long line,
        String binary,
        String buildId,
        long address) {
    private static final int FIELDS = 8;
    private static final char BETWEEN = 0;

    /// A character 0 in a name, which would end the field, becomes U+FFFD.
    public FrameText {
        function = whole(function);
        systemName = whole(systemName);
        file = whole(file);
        binary = whole(binary);
        buildId = whole(buildId);
    }

    private static String whole(String text) {
        return text.indexOf(BETWEEN) < 0 ? text : text.replace(BETWEEN, '\uFFFD');
    }

    /// A frame of which nothing but the function's name is known.
    public static FrameText named(String function) {
        return new FrameText(function, "", "", 0, 0, "", "", 0);
    }

    /// Reads what [#utf8] wrote.
    public static FrameText parse(String text) {
        String[] fields = text.split(String.valueOf(BETWEEN), -1);
        if (fields.length != FIELDS) {
            return named(text);
        }
        return new FrameText(
                fields[0],
                fields[1],
                fields[2],
                number(fields[3]),
                number(fields[4]),
                fields[5],
                fields[6],
                number(fields[7]));
    }

    private static long number(String text) {
        try {
            return Long.parseLong(text);
        } catch (NumberFormatException _) {
            return 0;
        }
    }

    /// Whether the function is unknown: its name is `binary+0xoffset`, an offset in the file, or
    /// `binary!0xaddress`, as the linker gave it.
    public boolean isPlace() {
        return address != 0 && function.endsWith("0x" + Long.toHexString(address));
    }

    /// Whether any of `names` ends as the name of a place does.
    public static boolean anyLooksLikePlace(ByteStrings names) {
        for (int i = 0; i < names.size(); i++) {
            if (looksLikePlace(names, i)) {
                return true;
            }
        }
        return false;
    }

    /// Whether all of `texts` are as [#utf8] writes them, and none is a place, as far as can be seen without reading
    /// them.
    public static boolean areWithoutPlaces(ByteStrings texts) {
        byte[] bytes = texts.bytes();
        for (int i = 0; i < texts.size(); i++) {
            int end = texts.offset(i) + texts.length(i);
            int fields = 1;
            for (int at = texts.offset(i); at < end; at++) {
                fields += bytes[at] == BETWEEN ? 1 : 0;
            }
            if (fields != FIELDS || bytes[end - 1] != '0' || bytes[end - 2] != BETWEEN) {
                return false;
            }
        }
        return true;
    }

    /// Whether an entry of `names` ends as the name of a place does. Hot path.
    public static boolean looksLikePlace(ByteStrings names, int id) {
        byte[] bytes = names.bytes();
        int from = names.offset(id);
        int at = from + names.length(id) - 1;
        int last = at;
        while (at > from && Character.digit(bytes[at], 16) >= 0) {
            at--;
        }
        return at < last
                && at > from + 1
                && bytes[at] == 'x'
                && bytes[at - 1] == '0'
                && (bytes[at - 2] == '+' || bytes[at - 2] == '!');
    }

    /// The text in UTF-8.
    public byte[] utf8() {
        String text = function
                + BETWEEN
                + systemName
                + BETWEEN
                + file
                + BETWEEN
                + startLine
                + BETWEEN
                + line
                + BETWEEN
                + binary
                + BETWEEN
                + buildId
                + BETWEEN
                + address;
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
