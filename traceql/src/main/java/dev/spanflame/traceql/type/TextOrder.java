package dev.spanflame.traceql.type;

/// The order of texts: that of their UTF-8 bytes, which is that of their characters' numbers.
public final class TextOrder {
    private TextOrder() {}

    /// Negative, zero or positive as `a` comes before, is, or comes after `b`. Hot path.
    public static int compare(String a, String b) {
        int shared = Math.min(a.length(), b.length());
        for (int i = 0; i < shared; i++) {
            char x = a.charAt(i);
            char y = b.charAt(i);
            if (x != y) {
                // Chars of a pair stand for characters above all others, but lie below U+E000 as chars.
                return Integer.compare(rank(x), rank(y));
            }
        }
        return Integer.compare(a.length(), b.length());
    }

    private static int rank(char c) {
        return Character.isSurrogate(c) ? c + 0x10000 : c;
    }
}
