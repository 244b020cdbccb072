package dev.spanflame.traceql.syntax;

import dev.spanflame.traceql.syntax.tree.Literal;
import dev.spanflame.traceql.syntax.tree.Position;
import java.util.OptionalLong;

/// Reads integers, floats and durations.
///
/// Integers are decimal; a leading zero means nothing (`010` is 10), the digits 8 and 9 after it are an error as are
/// other bases and `_`. Floats may be decimal or hexadecimal with a `p` exponent. A number directly followed by unit
/// letters is a duration if the whole reads as one.
final class NumberLexer {
    /// Without its sign, which is an operator, the smallest integer is out of range.
    private static final String BELOW_LEAST = String.valueOf(Long.MIN_VALUE).substring(1);

    private static final String DURATION_CHARS = "0123456789.nsumhµdwy";

    private NumberLexer() {}

    /// A literal, and the offset behind it.
    record Numeral(Literal value, int end) {}

    /// Reads the number that begins at `from`, which is a digit or a point before a digit.
    static Numeral read(String text, int from, Position at) {
        if (text.charAt(from) == '0' && from + 1 < text.length() && "xXoObB".indexOf(text.charAt(from + 1)) >= 0) {
            return based(text, from, at);
        }
        int end = skip(text, from, "0123456789_");
        boolean isFloat = false;
        if (end < text.length() && text.charAt(end) == '.') {
            isFloat = true;
            end = skip(text, end + 1, "0123456789_");
        }
        if (end < text.length() && (text.charAt(end) == 'e' || text.charAt(end) == 'E')) {
            isFloat = true;
            end = exponent(text, end + 1, at);
        }
        int durationEnd = skip(text, end, DURATION_CHARS);
        if (durationEnd > end) {
            OptionalLong nanos = DurationText.parse(text.substring(from, durationEnd));
            if (nanos.isPresent()) {
                return new Numeral(new Literal.Duration(nanos.getAsLong()), durationEnd);
            }
        }
        String digits = text.substring(from, end);
        return new Numeral(isFloat ? floating(digits, at) : integer(digits, at), end);
    }

    private static Numeral based(String text, int from, Position at) {
        int end = skip(text, from + 2, "0123456789abcdefABCDEF_.");
        boolean hasExponent = end < text.length() && (text.charAt(end) == 'p' || text.charAt(end) == 'P');
        if (!hasExponent || Character.toLowerCase(text.charAt(from + 1)) != 'x') {
            String found = QueryErrors.quoted(text.substring(from, end));
            throw QueryErrors.syntax(at, "invalid INTEGER " + found + ", expecting decimal digits");
        }
        end = exponent(text, end + 1, at);
        return new Numeral(floating(text.substring(from, end), at), end);
    }

    private static int exponent(String text, int from, Position at) {
        int digits = from < text.length() && "+-".indexOf(text.charAt(from)) >= 0 ? from + 1 : from;
        int end = skip(text, digits, "0123456789");
        if (end == digits) {
            throw QueryErrors.syntax(at, "exponent has no digits");
        }
        return end;
    }

    private static Literal integer(String digits, Position at) {
        boolean octalLooking = digits.length() > 1 && digits.charAt(0) == '0';
        if (digits.indexOf('_') >= 0 || (octalLooking && skip(digits, 0, "01234567") < digits.length())) {
            throw QueryErrors.syntax(
                    at,
                    "invalid INTEGER " + QueryErrors.quoted(digits) + ", expecting decimal digits without leading 0");
        }
        try {
            return new Literal.Int(Long.parseLong(digits));
        } catch (NumberFormatException _) {
            throw QueryErrors.syntax(
                    at,
                    "INTEGER " + QueryErrors.quoted(digits) + " is out of range, expecting at most " + Long.MAX_VALUE
                            + (digits.equals(BELOW_LEAST) ? "; the smallest integer is written minInt" : ""));
        }
    }

    private static Literal floating(String digits, Position at) {
        double value;
        try {
            value = Double.parseDouble(digits);
        } catch (NumberFormatException _) {
            throw QueryErrors.syntax(at, "invalid FLOAT " + QueryErrors.quoted(digits));
        }
        if (Double.isInfinite(value)) {
            throw QueryErrors.syntax(
                    at, "FLOAT " + QueryErrors.quoted(digits) + " is out of range, expecting at most 1.8e308");
        }
        return new Literal.Float(value);
    }

    private static int skip(String text, int from, String chars) {
        int at = from;
        while (at < text.length() && chars.indexOf(text.charAt(at)) >= 0) {
            at++;
        }
        return at;
    }
}
