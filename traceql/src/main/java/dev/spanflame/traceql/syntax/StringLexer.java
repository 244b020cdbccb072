package dev.spanflame.traceql.syntax;

import dev.spanflame.traceql.syntax.tree.Literal;
import dev.spanflame.traceql.syntax.tree.Position;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;

/// Reads and writes strings: in double quotes with Go's escapes, or raw in backticks.
final class StringLexer {
    private static final String SIMPLE = "abfnrtv\\\"";
    private static final String SIMPLE_VALUES = "\u0007\b\f\n\r\t\u000b\\\"";

    private final String text;
    private final Position at;
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    private int next;

    private StringLexer(String text, int from, Position at) {
        this.text = text;
        this.next = from;
        this.at = at;
    }

    /// A literal, and the offset behind its closing quote.
    record Text(Literal value, int end) {}

    /// Reads the string whose opening quote stands at `from`.
    static Text read(String text, int from, Position at) {
        return text.charAt(from) == '`' ? raw(text, from, at) : new StringLexer(text, from + 1, at).quoted();
    }

    /// The string as it stands in a query: raw where it can be.
    static String print(String value) {
        if (value.indexOf('`') < 0 && value.indexOf('\r') < 0) {
            return '`' + value + '`';
        }
        StringBuilder out = new StringBuilder("\"");
        for (int i = 0; i < value.length(); i++) {
            int escape = SIMPLE_VALUES.indexOf(value.charAt(i));
            if (escape >= 0) {
                out.append('\\').append(SIMPLE.charAt(escape));
            } else {
                out.append(value.charAt(i));
            }
        }
        return out.append('"').toString();
    }

    private static Text raw(String text, int from, Position at) {
        int end = text.indexOf('`', from + 1);
        if (end < 0) {
            throw QueryErrors.syntax(at, "string not terminated, expecting `");
        }
        return new Text(new Literal.Text(text.substring(from + 1, end).replace("\r", "")), end + 1);
    }

    private Text quoted() {
        StringBuilder out = new StringBuilder();
        while (next < text.length() && text.charAt(next) != '"') {
            char c = text.charAt(next++);
            if (c == '\n') {
                throw QueryErrors.syntax(at, "string not terminated at the end of its line, expecting \"");
            }
            if (c == '\\') {
                escape(out);
            } else {
                flush(out);
                out.append(c);
            }
        }
        if (next == text.length()) {
            throw QueryErrors.syntax(at, "string not terminated, expecting \"");
        }
        flush(out);
        return new Text(new Literal.Text(out.toString()), next + 1);
    }

    private void escape(StringBuilder out) {
        char c = next < text.length() ? text.charAt(next++) : ' ';
        int simple = SIMPLE.indexOf(c);
        if (simple >= 0) {
            flush(out);
            out.append(SIMPLE_VALUES.charAt(simple));
        } else if (c == 'x') {
            bytes.write(digits(2, 16));
        } else if (c >= '0' && c <= '7') {
            next--;
            int value = digits(3, 8);
            if (value > 255) {
                throw QueryErrors.syntax(at, "invalid escape sequence: octal value above \\377");
            }
            bytes.write(value);
        } else if (c == 'u' || c == 'U') {
            int value = digits(c == 'u' ? 4 : 8, 16);
            if (!Character.isValidCodePoint(value) || (value >= 0xd800 && value < 0xe000)) {
                throw QueryErrors.syntax(at, "invalid escape sequence: no character has this number");
            }
            flush(out);
            out.appendCodePoint(value);
        } else {
            throw QueryErrors.syntax(
                    at,
                    "invalid escape sequence \\" + c
                            + " in a string, expecting one of \\a \\b \\f \\n \\r \\t \\v \\\\ \\\""
                            + " \\x \\u \\U or three octal digits");
        }
    }

    private int digits(int count, int radix) {
        int value = 0;
        for (int i = 0; i < count; i++) {
            int digit = next < text.length() ? Character.digit(text.charAt(next), radix) : -1;
            if (digit < 0 || text.charAt(next) > 'f') {
                throw QueryErrors.syntax(at, "invalid escape sequence, expecting " + count + " digits");
            }
            value = value * radix + digit;
            next++;
        }
        return value;
    }

    /// Bytes written one by one with `\x` are UTF-8 together.
    private void flush(StringBuilder out) {
        if (bytes.size() > 0) {
            out.append(bytes.toString(StandardCharsets.UTF_8));
            bytes.reset();
        }
    }
}
