package dev.spanflame.server.edge;

/// Makes text from a caller fit to stand in an answer: one line, bounded, nothing that a terminal obeys.
public final class Printable {
    private Printable() {}

    /// `text` cut to `max` characters, control and format characters replaced by `?`.
    public static String text(String text, int max) {
        StringBuilder out = new StringBuilder(Math.min(text.length(), max) + 3);
        for (int i = 0; i < text.length() && i < max; i++) {
            char c = text.charAt(i);
            int type = Character.getType(c);
            boolean plain = type != Character.CONTROL
                    && type != Character.FORMAT
                    && type != Character.LINE_SEPARATOR
                    && type != Character.PARAGRAPH_SEPARATOR
                    && type != Character.SURROGATE;
            out.append(plain ? c : '?');
        }
        return text.length() > max ? out.append("...").toString() : out.toString();
    }
}
