package dev.spanflame.traceql.script;

import dev.spanflame.model.trace.Attribute;
import dev.spanflame.model.trace.AttributeValue;
import dev.spanflame.traceql.syntax.DurationText;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;

/// Reads one line of a notation from left to right.
final class Cursor {
    private final String line;
    private int at;

    Cursor(String line) {
        this.line = line;
    }

    boolean hasMore() {
        skipBlanks();
        return at < line.length();
    }

    /// Whether `text` comes next; takes it if so.
    boolean take(String text) {
        skipBlanks();
        boolean found = line.startsWith(text, at);
        at += found ? text.length() : 0;
        return found;
    }

    void expect(String text) {
        if (!take(text)) {
            throw wrong("expected " + text);
        }
    }

    /// Characters up to a blank or a bracket.
    String word() {
        skipBlanks();
        int from = at;
        while (at < line.length() && " ()[]{},".indexOf(line.charAt(at)) < 0) {
            at++;
        }
        if (from == at) {
            throw wrong("expected a word");
        }
        return line.substring(from, at);
    }

    /// Text in double quotes, `\"` and `\\` inside, or a bare word.
    String text() {
        skipBlanks();
        if (at == line.length() || line.charAt(at) != '"') {
            return word();
        }
        StringBuilder text = new StringBuilder();
        at++;
        while (line.charAt(at) != '"') {
            at += line.charAt(at) == '\\' ? 1 : 0;
            text.append(line.charAt(at++));
        }
        at++;
        return text.toString();
    }

    /// A key up to `=`; parts of it may be quoted.
    String key() {
        skipBlanks();
        StringBuilder key = new StringBuilder();
        while (line.charAt(at) != '=') {
            key.append(line.charAt(at) == '"' ? text() : String.valueOf(line.charAt(at++)));
        }
        at++;
        return key.toString();
    }

    /// Nanoseconds of a duration such as `1.5s`, `+5ms` or `-1ms`.
    long nanos() {
        String word = word();
        String digits = word.startsWith("+") || word.startsWith("-") ? word.substring(1) : word;
        long nanos = DurationText.parse(digits).orElseThrow(() -> wrong("expected a duration, got " + word));
        return word.startsWith("-") ? -nanos : nanos;
    }

    /// `"text"`, `12`, `1.5`, `true`, `[1, 2]`, `{a=1}`, `bytes:00ff`, `empty`.
    AttributeValue value() {
        skipBlanks();
        if (line.charAt(at) == '"') {
            return new AttributeValue.Text(text());
        }
        if (take("[")) {
            List<AttributeValue> values = new ArrayList<>();
            while (!take("]")) {
                values.add(value());
                take(",");
            }
            return new AttributeValue.Array(values);
        }
        if (take("{")) {
            List<Attribute> entries = new ArrayList<>();
            while (!take("}")) {
                entries.add(new Attribute(key(), value()));
                take(",");
            }
            return new AttributeValue.Map(entries);
        }
        return scalar(word());
    }

    IllegalArgumentException wrong(String why) {
        return new IllegalArgumentException(why + " at column " + (at + 1) + " of: " + line);
    }

    private static AttributeValue scalar(String word) {
        if (word.equals("true") || word.equals("false")) {
            return new AttributeValue.Bool(word.equals("true"));
        }
        if (word.equals("empty")) {
            return new AttributeValue.Empty();
        }
        if (word.startsWith("bytes:")) {
            return new AttributeValue.Bytes(HexFormat.of().parseHex(word.substring("bytes:".length())));
        }
        boolean isFloat = word.indexOf('.') >= 0 || word.indexOf('e') >= 0 || word.equals("NaN");
        return isFloat
                ? new AttributeValue.Real(Double.parseDouble(word))
                : new AttributeValue.Int(Long.parseLong(word));
    }

    private void skipBlanks() {
        while (at < line.length() && line.charAt(at) == ' ') {
            at++;
        }
    }
}
