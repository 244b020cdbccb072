package dev.spanflame.querier.links;

import dev.spanflame.model.Hex;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/// A query for logs in which variables stand for what is known of a span, as in Grafana's links:
/// `${__span.traceId}`, `${__span.spanId}`, `${__span.name}`, `${__span.duration}`,
/// `${__span.tags["key"]}`, `${__trace.traceId}` and `${__tags}`. Immutable.
///
/// A value never leaves its place: between quotes it is escaped as the language does there, behind `~` as a
/// regular expression as well, and outside of quotes it is a word or a text of its own.
public final class QueryTemplate {
    private static final String OPEN = "${";
    private static final String KNOWN = "expected ${__span.traceId}, ${__span.spanId}, ${__span.name},"
            + " ${__span.duration}, ${__span.tags[\"key\"]}, ${__trace.traceId} or ${__tags}";
    private static final Pattern WORD = Pattern.compile("[A-Za-z0-9_][A-Za-z0-9_.-]*");
    private static final String BEFORE_A_TEXT = "=(:,|";

    private final QueryDialect dialect;
    private final List<Part> parts;

    private QueryTemplate(QueryDialect dialect, List<Part> parts) {
        this.dialect = dialect;
        this.parts = List.copyOf(parts);
    }

    private sealed interface Part {}

    private record Fixed(String text) implements Part {}

    /// `quote` is what it stands between, 0 for nothing; `regex` whether as a regular expression; `open`
    /// whether a text may stand there.
    private record Hole(String variable, char quote, boolean regex, boolean open) implements Part {}

    /// Reads a template for a store of logs; throws [IllegalArgumentException] for a variable that is
    /// none.
    public static QueryTemplate parse(String text, LogStore store) {
        return new QueryTemplate(store.dialect(), new Reader(text, store.dialect()).read());
    }

    /// Whether nothing is wrong with `text`.
    public static boolean isValid(String text, LogStore store) {
        try {
            parse(text, store);
            return true;
        } catch (IllegalArgumentException _) {
            return false;
        }
    }

    /// What [#isValid] asks for, to be put behind the name of a key.
    public static String expected() {
        return "has a variable that is not known; " + KNOWN;
    }

    private static final class Reader {
        private final String text;
        private final QueryDialect dialect;
        private final List<Part> parts = new ArrayList<>();
        private char quote;
        private boolean regex;

        Reader(String text, QueryDialect dialect) {
            this.text = text;
            this.dialect = dialect;
        }

        List<Part> read() {
            int fixed = 0;
            int at = 0;
            while (at < text.length()) {
                if (text.startsWith(OPEN, at)) {
                    int close = text.indexOf('}', at);
                    String variable = close < 0 ? "" : text.substring(at + OPEN.length(), close);
                    check(variable);
                    parts.add(new Fixed(text.substring(fixed, at)));
                    parts.add(new Hole(variable, quote, regex, isOpen(at)));
                    at = close + 1;
                    fixed = at;
                } else {
                    at += step(at);
                }
            }
            parts.add(new Fixed(text.substring(fixed)));
            return parts;
        }

        /// Follows quotes; returns how many characters were read.
        private int step(int at) {
            char c = text.charAt(at);
            if (quote == 0 && dialect.isQuote(c)) {
                quote = c;
                regex = text.substring(0, at).stripTrailing().endsWith("~");
            } else if (quote != 0 && c == '\\' && dialect.hasBackslashes(quote)) {
                return 2;
            } else if (c == quote) {
                quote = 0;
                regex = false;
            }
            return 1;
        }

        private boolean isOpen(int at) {
            return at == 0
                    || Character.isWhitespace(text.charAt(at - 1))
                    || BEFORE_A_TEXT.indexOf(text.charAt(at - 1)) >= 0;
        }

        private void check(String variable) {
            if (!isVariable(variable) && !(variable.equals("__tags") && quote == 0)) {
                throw new IllegalArgumentException("'${" + variable + "}' is not known here; " + KNOWN);
            }
        }
    }

    /// Whether a value may stand for this text between `${` and `}`; `__tags` is none, for it is no
    /// single value.
    static boolean isVariable(String text) {
        return switch (text) {
            case "__span.traceId", "__span.spanId", "__span.name", "__span.duration", "__trace.traceId" -> true;
            default -> !tag(text).isEmpty();
        };
    }

    /// The key of `__span.tags["key"]`, empty where `variable` is not of this form.
    private static String tag(String variable) {
        String head = "__span.tags[";
        int end = variable.length() - 2;
        if (!variable.startsWith(head) || !variable.endsWith("]") || end <= head.length()) {
            return "";
        }
        char quote = variable.charAt(head.length());
        boolean quoted = (quote == '"' || quote == '\'') && variable.charAt(end) == quote;
        return quoted ? variable.substring(head.length() + 1, end) : "";
    }

    /// The query about `subject`, where `tags` stands for `${__tags}`; empty where a value is missing or
    /// nothing can stand for it.
    Optional<String> fill(LinkSubject subject, String tags) {
        StringBuilder out = new StringBuilder();
        for (Part part : parts) {
            switch (part) {
                case Fixed(String text) -> out.append(text);
                case Hole hole -> {
                    Optional<String> filled = hole.variable().equals("__tags")
                            ? Optional.of(tags).filter(text -> !text.isEmpty())
                            : value(hole.variable(), subject).flatMap(value -> placed(hole, value));
                    if (filled.isEmpty()) {
                        return Optional.empty();
                    }
                    out.append(filled.get());
                }
            }
        }
        return Optional.of(out.toString());
    }

    private Optional<String> placed(Hole hole, String value) {
        if (hole.quote() != 0) {
            return dialect.within(hole.quote(), hole.regex() ? QueryDialect.inRegex(value) : value);
        }
        if (WORD.matcher(value).matches()) {
            return Optional.of(value);
        }
        return hole.open() ? Optional.of(dialect.literal(value)) : Optional.empty();
    }

    /// What a variable stands for; durations are milliseconds.
    static Optional<String> value(String variable, LinkSubject subject) {
        return switch (variable) {
            case "__span.traceId", "__trace.traceId" ->
                Optional.of(subject.trace().hex());
            case "__span.spanId" -> subject.span() == 0 ? Optional.empty() : Optional.of(Hex.of(subject.span()));
            case "__span.name" -> Optional.of(subject.name()).filter(name -> !name.isEmpty());
            case "__span.duration" -> Optional.of(String.valueOf(subject.durationNanos() / 1_000_000));
            default -> subject.attribute(tag(variable));
        };
    }
}
