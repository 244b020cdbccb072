package dev.spanflame.server.config.value;

import java.time.Duration;

/// Reads and writes durations: `250ms`, `30s`, `10m`, `1h30m`, `14d`, and `0`.
public final class TimeSpan {
    private static final String EXPECTED = "is not a duration; write for example 250ms, 30s, 10m, 1h30m or 14d";

    private TimeSpan() {}

    /// Throws [IllegalArgumentException] for any other form and for more than 292 years.
    public static Duration parse(String text) {
        if (text.equals("0")) {
            return Duration.ZERO;
        }
        Duration sum = Duration.ZERO;
        int at = 0;
        while (at < text.length()) {
            int digits = at;
            while (digits < text.length() && text.charAt(digits) >= '0' && text.charAt(digits) <= '9') {
                digits++;
            }
            int unit = digits;
            while (unit < text.length() && Character.isLetter(text.charAt(unit))) {
                unit++;
            }
            if (digits == at || unit == digits || digits - at > 9) {
                throw new IllegalArgumentException(EXPECTED);
            }
            sum = sum.plus(part(Long.parseLong(text.substring(at, digits)), text.substring(digits, unit)));
            at = unit;
        }
        if (text.isEmpty() || sum.toDays() > 100_000) {
            throw new IllegalArgumentException(EXPECTED);
        }
        return sum;
    }

    private static Duration part(long count, String unit) {
        return switch (unit) {
            case "ms" -> Duration.ofMillis(count);
            case "s" -> Duration.ofSeconds(count);
            case "m" -> Duration.ofMinutes(count);
            case "h" -> Duration.ofHours(count);
            case "d" -> Duration.ofDays(count);
            default -> throw new IllegalArgumentException(EXPECTED);
        };
    }

    /// The shortest form that [#parse] reads back.
    public static String print(Duration value) {
        if (value.isZero()) {
            return "0";
        }
        StringBuilder out = new StringBuilder();
        append(out, value.toDays(), "d");
        append(out, value.toHoursPart(), "h");
        append(out, value.toMinutesPart(), "m");
        append(out, value.toSecondsPart(), "s");
        append(out, value.toMillisPart(), "ms");
        return out.toString();
    }

    private static void append(StringBuilder out, long count, String unit) {
        if (count != 0) {
            out.append(count).append(unit);
        }
    }
}
