package dev.spanflame.proto.pyroscope;

import dev.spanflame.model.BackendException;
import dev.spanflame.model.Labels;
import java.util.ArrayList;
import java.util.List;

/// The parameter `name` of `/ingest`: `app.name{key=value,key2=value2}`. Values are not quoted and end at `,` or `}`.
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
            int close = text.indexOf('}', open);
            if (close < 0 || !text.substring(close + 1).isBlank()) {
                throw refused(text, "expected '}' at its end");
            }
            readLabels(text, text.substring(open + 1, close), labels);
        }
        return new AppName(app, labels);
    }

    private static void readLabels(String text, String inside, List<Labels.Label> labels) {
        if (inside.isBlank()) {
            return;
        }
        for (String pair : inside.split(",", -1)) {
            int equals = pair.indexOf('=');
            if (equals < 0) {
                if (pair.isBlank()) {
                    continue;
                }
                throw refused(text, "expected key=value, got '" + pair + "'");
            }
            String name = pair.substring(0, equals).strip();
            if (name.isEmpty()) {
                throw refused(text, "a label has no name");
            }
            checkCharacters(text, name, "._");
            labels.add(new Labels.Label(name, pair.substring(equals + 1).strip()));
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
