package dev.spanflame.querier.links;

import java.util.Locale;
import java.util.Optional;

/// How the query language of a store of logs writes texts.
enum QueryDialect {
    /// Loki: `"` with backslashes, raw text in backticks.
    LOGQL("\"`"),
    /// VictoriaLogs: `"` and `'` with backslashes, raw text in backticks.
    LOGSQL("\"'`"),
    /// Seq: `'` that is doubled within, `"` with backslashes.
    SEQ("'\""),
    /// Kibana's query language: `"` with backslashes.
    KQL("\"");

    private static final String SPECIAL_IN_REGEX = "\\.+*?()|[]{}^$";

    private final String quotes;

    QueryDialect(String quotes) {
        this.quotes = quotes;
    }

    /// Whether this character begins a text.
    boolean isQuote(char c) {
        return quotes.indexOf(c) >= 0;
    }

    /// Whether a backslash escapes what follows it between such quotes.
    boolean hasBackslashes(char quote) {
        return quote == '"' || (quote == '\'' && this == LOGSQL);
    }

    /// `value` as a text of its own.
    String literal(String value) {
        char quote = quotes.charAt(0);
        return quote + within(quote, value).orElseThrow() + quote;
    }

    /// `value` as it stands between two `quote`s; empty where nothing stands for it there.
    Optional<String> within(char quote, String value) {
        if (hasBackslashes(quote)) {
            return Optional.of(backslashed(quote, value));
        }
        if (quote == '\'') {
            return Optional.of(value.replace("'", "''"));
        }
        return value.indexOf(quote) < 0 ? Optional.of(value) : Optional.empty();
    }

    /// `value` as a regular expression that matches it and nothing else.
    static String inRegex(String value) {
        StringBuilder out = new StringBuilder(value.length() + 8);
        for (int i = 0; i < value.length(); i++) {
            if (SPECIAL_IN_REGEX.indexOf(value.charAt(i)) >= 0) {
                out.append('\\');
            }
            out.append(value.charAt(i));
        }
        return out.toString();
    }

    private static String backslashed(char quote, String value) {
        StringBuilder out = new StringBuilder(value.length() + 8);
        for (int i = 0; i < value.length(); i++) {
            char c = value.charAt(i);
            if (c == quote || c == '\\') {
                out.append('\\').append(c);
            } else if (c == '\n') {
                out.append("\\n");
            } else if (c == '\r') {
                out.append("\\r");
            } else if (c == '\t') {
                out.append("\\t");
            } else if (c < ' ') {
                out.append(String.format(Locale.ROOT, "\\u%04x", (int) c));
            } else {
                out.append(c);
            }
        }
        return out.toString();
    }
}
