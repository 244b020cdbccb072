package dev.spanflame.model;

/// Hexadecimal text of ids: lower case out, either case in.
public final class Hex {
    private static final char[] DIGITS = "0123456789abcdef".toCharArray();

    private Hex() {}

    /// 16 digits, zero padded.
    public static String of(long value) {
        char[] text = new char[16];
        put(value, text, 0);
        return new String(text);
    }

    /// Writes 16 digits of `value` at `offset`.
    public static void put(long value, char[] text, int offset) {
        for (int i = 0; i < 16; i++) {
            text[offset + i] = DIGITS[(int) (value >>> (60 - 4 * i)) & 0xf];
        }
    }

    /// Value of up to 16 digits in `text[from, to)`. Throws [NumberFormatException] on any other character.
    public static long parse(CharSequence text, int from, int to) {
        long value = 0;
        for (int i = from; i < to; i++) {
            int digit = Character.digit(text.charAt(i), 16);
            if (digit < 0 || text.charAt(i) > 'f') {
                throw new NumberFormatException("'" + text.charAt(i) + "' is not a hexadecimal digit");
            }
            value = value << 4 | digit;
        }
        return value;
    }
}
