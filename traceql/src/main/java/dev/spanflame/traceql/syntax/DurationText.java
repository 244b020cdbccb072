package dev.spanflame.traceql.syntax;

import java.util.OptionalLong;

/// Durations as text, in the two notations the language takes.
///
/// Prometheus': units `y w d h m s ms`, whole numbers, in that order, each at most once; a day has 24 hours, a week
/// 7 days, a year 365. Go's: units `h m s ms us ns`, decimals, any order, repeats allowed. Output is Go's.
public final class DurationText {
    private static final String[] LONG_UNITS = {"y", "w", "d", "h", "m", "s", "ms"};
    private static final long[] LONG_NANOS = {
        365 * 86_400_000_000_000L,
        7 * 86_400_000_000_000L,
        86_400_000_000_000L,
        3_600_000_000_000L,
        60_000_000_000L,
        1_000_000_000L,
        1_000_000L
    };

    private DurationText() {}

    /// Nanoseconds of `text`; empty when it follows neither notation or does not fit 64 bits.
    public static OptionalLong parse(String text) {
        OptionalLong ordered = parseOrdered(text);
        return ordered.isPresent() ? ordered : parseDecimal(text);
    }

    /// Go's notation: `1h0m0s`, `1.5s`, `100ms`, `0s`.
    public static String of(long nanos) {
        if (nanos == 0) {
            return "0s";
        }
        String sign = nanos < 0 ? "-" : "";
        // The absolute value of the smallest long is read as unsigned.
        long rest = Math.abs(nanos);
        if (Long.compareUnsigned(rest, 1_000L) < 0) {
            return sign + rest + "ns";
        }
        if (Long.compareUnsigned(rest, 1_000_000L) < 0) {
            return sign + decimal(rest, 1_000L) + "µs";
        }
        if (Long.compareUnsigned(rest, 1_000_000_000L) < 0) {
            return sign + decimal(rest, 1_000_000L) + "ms";
        }
        long minutes = Long.divideUnsigned(rest, 60_000_000_000L);
        String seconds = decimal(Long.remainderUnsigned(rest, 60_000_000_000L), 1_000_000_000L) + "s";
        if (minutes == 0) {
            return sign + seconds;
        }
        String hours = minutes >= 60 ? minutes / 60 + "h" : "";
        return sign + hours + minutes % 60 + "m" + seconds;
    }

    private static String decimal(long value, long unit) {
        long fraction = value % unit;
        if (fraction == 0) {
            return Long.toString(value / unit);
        }
        String digits = Long.toString(unit + fraction).substring(1);
        int end = digits.length();
        while (digits.charAt(end - 1) == '0') {
            end--;
        }
        return value / unit + "." + digits.substring(0, end);
    }

    private static OptionalLong parseOrdered(String text) {
        long total = 0;
        int at = 0;
        int unit = 0;
        while (at < text.length()) {
            int digits = skipDigits(text, at);
            int letters = skipLetters(text, digits);
            while (unit < LONG_UNITS.length && !text.substring(digits, letters).equals(LONG_UNITS[unit])) {
                unit++;
            }
            if (digits == at || unit == LONG_UNITS.length) {
                return OptionalLong.empty();
            }
            try {
                long count = Long.parseLong(text, at, digits, 10);
                total = Math.addExact(total, Math.multiplyExact(count, LONG_NANOS[unit]));
            } catch (ArithmeticException | NumberFormatException _) {
                return OptionalLong.empty();
            }
            unit++;
            at = letters;
        }
        return text.isEmpty() ? OptionalLong.empty() : OptionalLong.of(total);
    }

    private static OptionalLong parseDecimal(String text) {
        long total = 0;
        int at = 0;
        while (at < text.length()) {
            int point = skipDigits(text, at);
            int digits = point < text.length() && text.charAt(point) == '.' ? skipDigits(text, point + 1) : point;
            int letters = skipLetters(text, digits);
            long unit = nanosOf(text.substring(digits, letters));
            boolean hasDigit = point > at || digits > point + 1;
            if (!hasDigit || unit == 0) {
                return OptionalLong.empty();
            }
            try {
                long whole = point > at ? Long.parseLong(text, at, point, 10) : 0;
                total = Math.addExact(total, Math.multiplyExact(whole, unit));
                total = Math.addExact(total, fraction(text, point + 1, digits, unit));
            } catch (ArithmeticException | NumberFormatException _) {
                return OptionalLong.empty();
            }
            at = letters;
        }
        return text.isEmpty() ? OptionalLong.empty() : OptionalLong.of(total);
    }

    /// Digits behind the point, as Go computes them: in doubles, from at most 18 digits.
    private static long fraction(String text, int from, int to, long unit) {
        int end = Math.min(to, from + 18);
        if (end <= from) {
            return 0;
        }
        long digits = Long.parseLong(text, from, end, 10);
        return (long) (digits * (unit / Math.pow(10, end - from)));
    }

    private static long nanosOf(String unit) {
        return switch (unit) {
            case "ns" -> 1L;
            case "us", "µs" -> 1_000L;
            case "ms" -> 1_000_000L;
            case "s" -> 1_000_000_000L;
            case "m" -> 60_000_000_000L;
            case "h" -> 3_600_000_000_000L;
            default -> 0L;
        };
    }

    private static int skipDigits(String text, int from) {
        int at = from;
        while (at < text.length() && text.charAt(at) >= '0' && text.charAt(at) <= '9') {
            at++;
        }
        return at;
    }

    private static int skipLetters(String text, int from) {
        int at = from;
        while (at < text.length() && text.charAt(at) != '.' && (text.charAt(at) < '0' || text.charAt(at) > '9')) {
            at++;
        }
        return at;
    }
}
