package dev.spanflame.proto.pyroscope;

import dev.spanflame.model.BackendException;
import dev.spanflame.model.Labels;
import java.util.ArrayList;
import java.util.List;

/// The parameter `name` of `/ingest`: `app.name{key=value,key2="value, 2"}`. A value ends at `,` or
/// `}`, or where its quotes do, in which `\\` stands before a quote or another `\\`.
record AppName(String app, List<Labels.Label> labels) {
    /// Copies the list.
    AppName {
        labels = List.copyOf(labels);
    }

    /// Reads a name; throws [BackendException] of kind BAD_REQUEST when it breaks the rules above.
    static AppName parse(String text) {
        int open = text.indexOf('{');
        String app = (open < 0 ? text : text.substring(0, open)).strip();
        if (app.isEmpty()) {
            throw refused(text, "the name of the application is empty");
        }
        checkCharacters(text, app, "-./_");
        List<Labels.Label> labels = new ArrayList<>();
        if (open >= 0) {
            new Reader(text, open + 1).read(labels);
        }
        return new AppName(app, labels);
    }

    /// Reads the labels between the braces.
    private static final class Reader {
        private final String text;
        private int at;

        Reader(String text, int at) {
            this.text = text;
            this.at = at;
        }

        void read(List<Labels.Label> labels) {
            while (true) {
                int from = at;
                while (at < text.length() && "=,}".indexOf(text.charAt(at)) < 0) {
                    at++;
                }
                String name = text.substring(from, at).strip();
                char mark = next();
                if (mark == '=') {
                    addLabel(labels, name);
                    mark = next();
                } else if (!name.isEmpty()) {
                    throw refused(text, "expected key=value, got '" + name + "'");
                }
                if (mark == '}') {
                    if (!text.substring(at).isBlank()) {
                        throw refused(text, "expected '}' at its end");
                    }
                    return;
                }
            }
        }

        private void addLabel(List<Labels.Label> labels, String name) {
            if (name.isEmpty()) {
                throw refused(text, "a label has no name");
            }
            checkCharacters(text, name, "._");
            skipSpaces();
            labels.add(new Labels.Label(
                    name, at < text.length() && text.charAt(at) == '"' ? quotedValue() : plainValue()));
        }

        private String plainValue() {
            int from = at;
            while (at < text.length() && ",}".indexOf(text.charAt(at)) < 0) {
                at++;
            }
            return text.substring(from, at).strip();
        }

        private String quotedValue() {
            StringBuilder value = new StringBuilder();
            at++;
            while (at < text.length() && text.charAt(at) != '"') {
                if (text.charAt(at) == '\\' && at + 1 < text.length()) {
                    at++;
                }
                value.append(text.charAt(at++));
            }
            at++;
            skipSpaces();
            return value.toString();
        }

        private void skipSpaces() {
            while (at < text.length() && text.charAt(at) == ' ') {
                at++;
            }
        }

        private char next() {
            if (at >= text.length()) {
                throw refused(text, "expected '}' at its end");
            }
            char mark = text.charAt(at++);
            if ("=,}".indexOf(mark) < 0) {
                throw refused(text, "expected ',' or '}' after a value in quotes, got '" + mark + "'");
            }
            return mark;
        }
    }

    private static void checkCharacters(String text, String name, String marks) {
        for (int i = 0; i < name.length(); i++) {
            char c = name.charAt(i);
            boolean letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
            if (!letter && marks.indexOf(c) < 0) {
                throw refused(
                        text,
                        "'" + name
                                + "' has the character U+%04X; expected letters, digits or one of %s"
                                        .formatted((int) c, marks));
            }
        }
    }

    private static BackendException refused(String text, String why) {
        String shown = text.length() > 200 ? text.substring(0, 200) + "..." : text;
        return BackendException.badRequest("invalid_labels", "parameter name '" + shown + "' is not valid: " + why);
    }
}
