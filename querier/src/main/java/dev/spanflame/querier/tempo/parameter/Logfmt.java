package dev.spanflame.querier.tempo.parameter;

import dev.spanflame.model.BackendException;
import java.util.LinkedHashMap;
import java.util.Map;

/// Reads pairs as `logfmt` writes them: `key=value other="with blanks" alone`.
public final class Logfmt {
    private final String text;
    private int next;

    private Logfmt(String text) {
        this.text = text;
    }

    /// The pairs in their order; a key without `=` has an empty value.
    ///
    /// Throws [BackendException] of kind BAD_REQUEST for a key that comes twice, a pair without a key and a
    /// quote that is never closed.
    public static Map<String, String> parse(String text) {
        return new Logfmt(text).pairs();
    }

    private Map<String, String> pairs() {
        Map<String, String> pairs = new LinkedHashMap<>();
        while (true) {
            skipBlanks();
            if (next == text.length()) {
                return pairs;
            }
            int at = next;
            String key = key();
            if (key.isEmpty()) {
                throw refused("there is no key before '=' at character " + at);
            }
            String value = "";
            if (next < text.length() && text.charAt(next) == '=') {
                next++;
                value = value();
            }
            if (pairs.put(key, value) != null) {
                throw refused("the key '" + Shown.of(key) + "' is there twice");
            }
        }
    }

    private String key() {
        int from = next;
        while (next < text.length() && text.charAt(next) != '=' && !isBlank(text.charAt(next))) {
            next++;
        }
        return text.substring(from, next);
    }

    private String value() {
        if (next < text.length() && text.charAt(next) == '"') {
            return quoted();
        }
        int from = next;
        while (next < text.length() && !isBlank(text.charAt(next))) {
            next++;
        }
        return text.substring(from, next);
    }

    private String quoted() {
        int opened = next++;
        StringBuilder value = new StringBuilder();
        while (next < text.length() && text.charAt(next) != '"') {
            if (text.charAt(next) == '\\' && next + 1 < text.length()) {
                next++;
            }
            value.append(text.charAt(next++));
        }
        if (next == text.length()) {
            throw refused("the quote at character " + opened + " is never closed");
        }
        next++;
        return value.toString();
    }

    private void skipBlanks() {
        while (next < text.length() && isBlank(text.charAt(next))) {
            next++;
        }
    }

    private static boolean isBlank(char c) {
        return c <= ' ';
    }

    private static BackendException refused(String what) {
        return BackendException.badRequest(
                "invalid_tags",
                "tags cannot be read: " + what + "; expected key=value pairs, values with blanks in quotes");
    }
}
