package dev.spanflame.proto.otlp;

/// Makes text encodable as UTF-8.
public final class LoneSurrogates {
    private LoneSurrogates() {}

    /// `text` with U+FFFD in place of each surrogate that has no partner; the same object where there is none.
    public static String replaced(String text) {
        int first = firstLone(text, 0);
        if (first < 0) {
            return text;
        }
        StringBuilder repaired = new StringBuilder(text);
        for (int at = first; at >= 0; at = firstLone(text, at + 1)) {
            repaired.setCharAt(at, '\ufffd');
        }
        return repaired.toString();
    }

    private static int firstLone(String text, int from) {
        for (int i = from; i < text.length(); i++) {
            if (Character.isSurrogate(text.charAt(i))) {
                if (i + 1 == text.length() || !Character.isSurrogatePair(text.charAt(i), text.charAt(i + 1))) {
                    return i;
                }
                i++;
            }
        }
        return -1;
    }
}
