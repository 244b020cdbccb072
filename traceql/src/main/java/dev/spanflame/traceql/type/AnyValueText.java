package dev.spanflame.traceql.type;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// Reads the text of an attribute value in the form of OTLP/JSON, such as
/// `{"kvlistValue":{"values":[{"key":"a","value":{"intValue":"1"}}]}}`, one level deep: what is nested deeper stays
/// text.
///
/// A text of another form has no content.
final class AnyValueText {
    private static final int MAX_DEPTH = 500;

    private final String text;
    private int next;
    private int depth;

    private AnyValueText(String text) {
        this.text = text;
    }

    /// What a value holds.
    sealed interface Content {}

    /// The elements of a list.
    record Elements(List<Value> elements) implements Content {}

    /// The entries of a map.
    record Entries(Map<String, Value> entries) implements Content {}

    /// No list and no map.
    record Neither() implements Content {}

    /// What `text` holds.
    static Content content(String text) {
        try {
            return new AnyValueText(text).content();
        } catch (MalformedText _) {
            return new Neither();
        }
    }

    private static final class MalformedText extends RuntimeException {
        private static final long serialVersionUID = 1L;

        MalformedText() {
            super("", null, false, false);
        }
    }

    private Content content() {
        expect('{');
        if (isNext('}')) {
            return new Neither();
        }
        String kind = string();
        expect(':');
        return switch (kind) {
            case "arrayValue" -> new Elements(elements());
            case "kvlistValue" -> new Entries(Items.byName(entries()));
            default -> new Neither();
        };
    }

    /// `{"values":[{...},{...}]}`; without values the object may be empty.
    private List<Value> elements() {
        List<Value> elements = new ArrayList<>();
        if (enterValues()) {
            do {
                elements.add(value());
            } while (take(','));
            expect(']');
            expect('}');
        }
        return elements;
    }

    private List<Map.Entry<String, Value>> entries() {
        List<Map.Entry<String, Value>> entries = new ArrayList<>();
        if (enterValues()) {
            do {
                entries.add(entry());
            } while (take(','));
            expect(']');
            expect('}');
        }
        return entries;
    }

    private Map.Entry<String, Value> entry() {
        String key = "";
        Value value = Value.NIL;
        expect('{');
        if (!take('}')) {
            do {
                String field = string();
                expect(':');
                if (field.equals("key")) {
                    key = string();
                } else {
                    value = value();
                }
            } while (take(','));
            expect('}');
        }
        return Map.entry(key, value);
    }

    /// Whether there is any value; then the next token is the first.
    private boolean enterValues() {
        expect('{');
        if (take('}')) {
            return false;
        }
        string();
        expect(':');
        expect('[');
        if (!take(']')) {
            return true;
        }
        expect('}');
        return false;
    }

    /// One value with its kind, `{}` for none.
    private Value value() {
        if (++depth > MAX_DEPTH) {
            throw new MalformedText();
        }
        skipBlanks();
        int from = next;
        expect('{');
        Value value = Value.NIL;
        if (!take('}')) {
            String kind = string();
            expect(':');
            value = switch (kind) {
                case "stringValue" -> Value.of(string());
                case "boolValue" -> Value.of(word().equals("true"));
                case "intValue" -> Value.of(whole(isNext('"') ? string() : word()));
                case "doubleValue" -> new Value.Float(real(isNext('"') ? string() : word()));
                case "arrayValue" -> {
                    List<Value> elements = elements();
                    yield Items.list(elements, text.substring(from, next) + '}');
                }
                case "kvlistValue" -> {
                    entries();
                    yield new Value.Opaque(text.substring(from, next) + '}');
                }
                case "bytesValue" -> {
                    string();
                    yield new Value.Opaque(text.substring(from, next) + '}');
                }
                default -> throw new MalformedText();
            };
            expect('}');
        }
        depth--;
        return value;
    }

    private String string() {
        expect('"');
        StringBuilder value = new StringBuilder();
        while (true) {
            char c = character();
            if (c == '"') {
                return value.toString();
            }
            value.append(c == '\\' ? escaped() : c);
        }
    }

    private char escaped() {
        char c = character();
        return switch (c) {
            case 'n' -> '\n';
            case 't' -> '\t';
            case 'r' -> '\r';
            case 'b' -> '\b';
            case 'f' -> '\f';
            case 'u' -> {
                if (next + 4 > text.length()) {
                    throw new MalformedText();
                }
                next += 4;
                yield (char) hexadecimal(text.substring(next - 4, next));
            }
            default -> c;
        };
    }

    private static int hexadecimal(String digits) {
        try {
            return Integer.parseInt(digits, 16);
        } catch (NumberFormatException _) {
            throw new MalformedText();
        }
    }

    private static long whole(String digits) {
        try {
            return Long.parseLong(digits);
        } catch (NumberFormatException _) {
            throw new MalformedText();
        }
    }

    private static double real(String digits) {
        try {
            return Double.parseDouble(digits);
        } catch (NumberFormatException _) {
            throw new MalformedText();
        }
    }

    /// A number, `true` or `false`.
    private String word() {
        skipBlanks();
        int from = next;
        while (next < text.length() && ",}] \n\r\t".indexOf(text.charAt(next)) < 0) {
            next++;
        }
        return text.substring(from, next);
    }

    private void expect(char wanted) {
        if (!take(wanted)) {
            throw new MalformedText();
        }
    }

    private boolean take(char wanted) {
        boolean found = isNext(wanted);
        if (found) {
            next++;
        }
        return found;
    }

    private boolean isNext(char wanted) {
        skipBlanks();
        return next < text.length() && text.charAt(next) == wanted;
    }

    private void skipBlanks() {
        while (next < text.length() && text.charAt(next) <= ' ') {
            next++;
        }
    }

    private char character() {
        if (next >= text.length()) {
            throw new MalformedText();
        }
        return text.charAt(next++);
    }
}
