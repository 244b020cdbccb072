package dev.spanflame.server.config.load;

import java.util.Map;

/// Replaces `${NAME}` and `${NAME:-default}` by values of the environment; `$${` stands for `${`.
///
/// The default holds when the variable is unset or empty and may itself have variables.
final class Expansion {
    private static final int MAX_DEPTH = 8;
    private final Map<String, String> environment;

    Expansion(Map<String, String> environment) {
        this.environment = environment;
    }

    /// Throws [IllegalArgumentException] for a variable without value or default and for a brace that is not closed.
    String expand(String text) {
        return expand(text, 0);
    }

    private String expand(String text, int depth) {
        if (depth > MAX_DEPTH) {
            throw new IllegalArgumentException("variables are nested deeper than " + MAX_DEPTH);
        }
        StringBuilder out = new StringBuilder();
        int at = 0;
        while (at < text.length()) {
            int dollar = text.indexOf("${", at);
            if (dollar < 0) {
                out.append(text, at, text.length());
                break;
            }
            if (dollar > at && text.charAt(dollar - 1) == '$') {
                out.append(text, at, dollar - 1).append("${");
                at = dollar + 2;
                continue;
            }
            int close = closing(text, dollar + 2);
            out.append(text, at, dollar).append(value(text.substring(dollar + 2, close), depth));
            at = close + 1;
        }
        return out.toString();
    }

    private static int closing(String text, int from) {
        int open = 1;
        for (int i = from; i < text.length(); i++) {
            if (text.charAt(i) == '}') {
                open--;
            } else if (text.charAt(i) == '{' && text.charAt(i - 1) == '$') {
                open++;
            }
            if (open == 0) {
                return i;
            }
        }
        throw new IllegalArgumentException("has '${' without '}'");
    }

    private String value(String inside, int depth) {
        int separator = inside.indexOf(":-");
        String name = separator < 0 ? inside : inside.substring(0, separator);
        String value = environment.get(name);
        if (value != null && !(value.isEmpty() && separator >= 0)) {
            return value;
        }
        if (separator < 0) {
            throw new IllegalArgumentException("names the environment variable " + name
                    + ", which is not set; give a default with ${" + name + ":-...}");
        }
        return expand(inside.substring(separator + 2), depth + 1);
    }
}
