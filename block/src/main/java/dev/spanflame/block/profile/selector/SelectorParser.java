package dev.spanflame.block.profile.selector;

import dev.spanflame.block.profile.LabelMatcher;
import dev.spanflame.block.profile.LabelMatcher.Operator;
import dev.spanflame.model.BackendException;
import dev.spanflame.model.profile.ProfileType;
import dev.spanflame.model.profile.SeriesLabels;
import java.util.ArrayList;
import java.util.List;

/// Reads label selectors as Prometheus writes them: `name{a="b", c=~"d.*"}`, where the name or the braces
/// may be left out and label names may be quoted: `{"k8s.pod"="x"}`. A name of five parts is a profile
/// type. Used once.
public final class SelectorParser {
    private static final int MAX_LENGTH = 1 << 20;
    private static final int TYPE_COLONS = 4;

    private final String text;
    private final List<LabelMatcher> matchers = new ArrayList<>();
    private int at;

    private SelectorParser(String text) {
        this.text = text;
    }

    /// The conditions of a selector; throws [BackendException] of kind BAD_REQUEST for anything else.
    public static List<LabelMatcher> parse(String text) {
        if (text.length() > MAX_LENGTH) {
            throw BackendException.badRequest(
                    "invalid_selector", "label selector has " + text.length() + " characters, at most " + MAX_LENGTH);
        }
        return new SelectorParser(text).parse();
    }

    private List<LabelMatcher> parse() {
        skipSpace();
        boolean named = at < text.length() && isNameStart(text.charAt(at));
        if (named) {
            addName(name(true));
        }
        skipSpace();
        if (at == text.length() && named) {
            return matchers;
        }
        expect('{');
        skipSpace();
        while (!isNext('}')) {
            addMatcher();
            skipSpace();
            if (!isNext('}')) {
                expect(',');
                skipSpace();
            }
        }
        expect('}');
        skipSpace();
        if (at < text.length()) {
            throw refused("the end");
        }
        return matchers;
    }

    private void addName(String name) {
        if (name.chars().filter(c -> c == ':').count() >= TYPE_COLONS) {
            matchers.add(LabelMatcher.equal(
                    SeriesLabels.PROFILE_TYPE, ProfileType.parse(name).id()));
        } else {
            matchers.add(LabelMatcher.equal(SeriesLabels.NAME, name));
        }
    }

    private void addMatcher() {
        boolean quoted = isNext('"') || isNext('\'') || isNext('`');
        String name = quoted ? quotedText() : name(false);
        skipSpace();
        if (quoted && (isNext(',') || isNext('}'))) {
            addName(name);
            return;
        }
        Operator operator = operator();
        skipSpace();
        String value = quotedText();
        if (name.equals(SeriesLabels.NAME) && operator == Operator.EQUAL) {
            addName(value);
        } else {
            matchers.add(LabelMatcher.of(name, operator, value));
        }
    }

    private String name(boolean colons) {
        int from = at;
        if (at < text.length() && isNameStart(text.charAt(at))) {
            at++;
            while (at < text.length() && isNamePart(text.charAt(at), colons)) {
                at++;
            }
        }
        if (at == from) {
            throw refused("a label name");
        }
        return text.substring(from, at);
    }

    private static boolean isNameStart(char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_';
    }

    private static boolean isNamePart(char c, boolean colons) {
        return isNameStart(c) || (c >= '0' && c <= '9') || (colons && c == ':');
    }

    private Operator operator() {
        if (text.startsWith("=~", at)) {
            at += 2;
            return Operator.MATCHES;
        }
        if (text.startsWith("!~", at)) {
            at += 2;
            return Operator.NOT_MATCHES;
        }
        if (text.startsWith("!=", at)) {
            at += 2;
            return Operator.NOT_EQUAL;
        }
        if (isNext('=')) {
            at++;
            return Operator.EQUAL;
        }
        throw refused("one of = != =~ !~");
    }

    private String quotedText() {
        if (!isNext('"') && !isNext('\'') && !isNext('`')) {
            throw refused("a text in quotes");
        }
        int from = at;
        char quote = text.charAt(at++);
        StringBuilder value = new StringBuilder();
        while (at < text.length()) {
            char c = text.charAt(at++);
            if (c == quote) {
                return value.toString();
            }
            if (c == '\\' && quote != '`') {
                value.appendCodePoint(escape());
            } else {
                value.append(c);
            }
        }
        at = from;
        throw refused("a text with an end; its quote is not closed");
    }

    /// The escapes of Go's string literals.
    private int escape() {
        if (at == text.length()) {
            throw refused("an escaped character");
        }
        char c = text.charAt(at++);
        return switch (c) {
            case 'a' -> 7;
            case 'b' -> '\b';
            case 'f' -> '\f';
            case 'n' -> '\n';
            case 'r' -> '\r';
            case 't' -> '\t';
            case 'v' -> 11;
            case '\\', '"', '\'' -> c;
            case 'x' -> digits(2, 16);
            case 'u' -> digits(4, 16);
            case 'U' -> digits(8, 16);
            case '0', '1', '2', '3', '4', '5', '6', '7' -> {
                at--;
                yield digits(3, 8);
            }
            default -> {
                at--;
                throw refused("a known escape such as \\\\, \\\" or \\n");
            }
        };
    }

    private int digits(int count, int base) {
        try {
            String digits = text.substring(at, Math.min(text.length(), at + count));
            long value = digits.length() < count ? -1 : Long.parseLong(digits, base);
            if (value >= 0 && value <= Character.MAX_CODE_POINT) {
                at += count;
                return (int) value;
            }
        } catch (NumberFormatException _) {
            // Told below.
        }
        throw refused(count + " digits of an escaped character");
    }

    private void skipSpace() {
        while (at < text.length() && Character.isWhitespace(text.charAt(at))) {
            at++;
        }
    }

    private boolean isNext(char c) {
        return at < text.length() && text.charAt(at) == c;
    }

    private void expect(char c) {
        if (!isNext(c)) {
            throw refused("'" + c + "'");
        }
        at++;
    }

    private BackendException refused(String expected) {
        String shown = text.length() > 200 ? text.substring(0, 200) + "..." : text;
        String found = at < text.length() ? "'" + text.charAt(at) + "'" : "the end";
        return BackendException.badRequest(
                "invalid_selector",
                "label selector '" + shown + "' is not valid: expected " + expected + " at position " + at + ", found "
                        + found + "; an example is {service_name=\"checkout\", namespace=~\"prod.*\"}");
    }
}
