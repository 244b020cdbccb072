package dev.spanflame.objectstore;

import java.nio.charset.StandardCharsets;
import java.util.Comparator;
import java.util.Optional;

/// The rules every key obeys, checked once at the door of each store, and the order keys are listed in.
public final class ObjectKeys {
    /// Longest key in bytes of UTF-8 (the limit of S3).
    public static final int MAX_BYTES = 1024;

    /// Byte order of the keys' UTF-8, as S3 lists them; differs from [String#compareTo] above U+D7FF.
    public static final Comparator<String> ORDER = ObjectKeys::compare;

    private ObjectKeys() {}

    /// Returns `key` if it is a valid key.
    ///
    /// @throws IllegalArgumentException naming the rule that is broken
    public static String check(String key) {
        Optional<String> flaw = flaw(key);
        if (flaw.isPresent()) {
            throw new IllegalArgumentException("object key '" + printable(key) + "' " + flaw.get());
        }
        return key;
    }

    /// Whether `key` is a valid key.
    public static boolean valid(String key) {
        return flaw(key).isEmpty();
    }

    private static Optional<String> flaw(String key) {
        if (key.isEmpty()) {
            return Optional.of("is empty");
        }
        return characterFlaw(key).or(() -> segmentFlaw(key)).or(() -> lengthFlaw(key));
    }

    /// Returns `prefix` if keys can start with it: like a key, but it may be empty or end within or behind a segment.
    ///
    /// @throws IllegalArgumentException naming the rule that is broken
    public static String checkPrefix(String prefix) {
        if (!prefix.isEmpty()) {
            check(prefix.endsWith("/") ? prefix + "x" : prefix.replaceFirst("(^|/)\\.\\.?$", "$1x"));
        }
        return prefix;
    }

    /// Checks the numbers of a range: neither is negative.
    ///
    /// @throws IllegalArgumentException if one is
    public static void checkRange(long offset, int length) {
        if (offset < 0 || length < 0) {
            throw new IllegalArgumentException(
                    "a range needs offset and length of 0 or more, not " + offset + ", " + length);
        }
    }

    /// Compares two keys by the bytes of their UTF-8.
    public static int compare(String left, String right) {
        int shared = Math.min(left.length(), right.length());
        for (int i = 0; i < shared; i++) {
            char a = left.charAt(i);
            char b = right.charAt(i);
            if (a != b) {
                return rank(a) - rank(b);
            }
        }
        return left.length() - right.length();
    }

    /// Surrogates stand for code points above U+FFFF, so they rank behind U+E000..U+FFFF.
    private static int rank(char unit) {
        if (unit < 0xD800) {
            return unit;
        }
        return unit >= 0xE000 ? unit - 0x800 : unit + 0x2000;
    }

    private static Optional<String> characterFlaw(String key) {
        for (int i = 0; i < key.length(); i++) {
            char unit = key.charAt(i);
            if (unit < 0x20 || unit == 0x7F) {
                return Optional.of("holds the control character 0x" + Integer.toHexString(unit));
            }
            if (unit == '\\') {
                return Optional.of("holds a backslash");
            }
            if (Character.isHighSurrogate(unit)
                    && i + 1 < key.length()
                    && Character.isLowSurrogate(key.charAt(i + 1))) {
                i++;
            } else if (Character.isSurrogate(unit)) {
                return Optional.of("holds half of a surrogate pair");
            }
        }
        return Optional.empty();
    }

    private static Optional<String> segmentFlaw(String key) {
        int start = 0;
        while (start <= key.length()) {
            int slash = key.indexOf('/', start);
            int end = slash < 0 ? key.length() : slash;
            int length = end - start;
            if (length == 0) {
                return Optional.of("has an empty segment (a leading, doubled or trailing '/')");
            }
            if (key.startsWith(".", start) && (length == 1 || (length == 2 && key.charAt(start + 1) == '.'))) {
                return Optional.of("has the segment '" + key.substring(start, end) + "'");
            }
            start = end + 1;
        }
        return Optional.empty();
    }

    private static Optional<String> lengthFlaw(String key) {
        boolean tooLong = key.getBytes(StandardCharsets.UTF_8).length > MAX_BYTES;
        return tooLong ? Optional.of("is longer than " + MAX_BYTES + " bytes") : Optional.empty();
    }

    /// The start of a key without what would garble a message.
    private static String printable(String key) {
        StringBuilder shown = new StringBuilder();
        key.codePoints().limit(200).forEach(point -> {
            boolean plain = point >= 0x20 && point != 0x7F && (point < 0xD800 || point >= 0xE000);
            shown.append(plain ? Character.toString(point) : "\\u%04x".formatted(point));
        });
        return shown.toString();
    }
}
