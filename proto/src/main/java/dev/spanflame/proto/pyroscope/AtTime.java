package dev.spanflame.proto.pyroscope;

import dev.spanflame.model.BackendException;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.ZoneOffset;

/// Reads times as Pyroscope's HTTP API writes them: a count since the epoch whose length says its unit (seconds, or
/// 13 digits of milliseconds, 16 of microseconds, 19 of nanoseconds), a day `yyyymmdd`, `now`, `now-1h30m`.
public final class AtTime {
    private static final long SECOND = 1_000_000_000L;
    private static final int FIRST_YEAR = 1970;
    private static final int LAST_YEAR = 2100;

    private AtTime() {}

    /// Nanoseconds since the epoch; `nowNanos` for the empty text.
    ///
    /// Throws [BackendException] of kind BAD_REQUEST for anything else.
    public static long parse(String text, long nowNanos) {
        try {
            if (text.isEmpty() || text.equals("now")) {
                return nowNanos;
            }
            if (text.startsWith("now-") || text.startsWith("now+")) {
                long offset = offset(text, 4);
                return text.charAt(3) == '-' ? Math.subtractExact(nowNanos, offset) : Math.addExact(nowNanos, offset);
            }
            return absolute(text);
        } catch (ArithmeticException | NumberFormatException | DateTimeException _) {
            String shown = text.length() > 60 ? text.substring(0, 60) + "..." : text;
            throw BackendException.badRequest(
                    "invalid_time",
                    "time '" + shown + "' is not valid: expected seconds, milliseconds, microseconds or nanoseconds"
                            + " since 1970, yyyymmdd, now or now-1h");
        }
    }

    private static long absolute(String text) {
        long number = Long.parseLong(text);
        if (text.length() == 8) {
            int year = (int) (number / 10_000);
            int month = (int) (number / 100 % 100);
            int day = (int) (number % 100);
            if (year >= FIRST_YEAR && year <= LAST_YEAR && month >= 1 && month <= 12 && day >= 1 && day <= 31) {
                return Math.multiplyExact(
                        LocalDate.of(year, month, day).atStartOfDay().toEpochSecond(ZoneOffset.UTC), SECOND);
            }
        }
        return switch (text.length()) {
            case 13 -> Math.multiplyExact(number, 1_000_000L);
            case 16 -> Math.multiplyExact(number, 1_000L);
            case 19 -> number;
            default -> Math.multiplyExact(number, SECOND);
        };
    }

    private static long offset(String text, int from) {
        long sum = 0;
        int at = from;
        do {
            int digits = at;
            while (at < text.length() && Character.isDigit(text.charAt(at))) {
                at++;
            }
            int letters = at;
            while (at < text.length() && Character.isLetter(text.charAt(at))) {
                at++;
            }
            long count = Long.parseLong(text.substring(digits, letters));
            sum = Math.addExact(sum, Math.multiplyExact(count, unit(text.substring(letters, at))));
        } while (at < text.length());
        return sum;
    }

    private static long unit(String name) {
        long seconds = switch (name) {
            case "s", "sec", "second", "seconds" -> 1;
            case "m", "min", "minute", "minutes" -> 60;
            case "h", "hour", "hours" -> 3_600;
            case "d", "day", "days" -> 86_400;
            case "w", "week", "weeks" -> 7 * 86_400;
            case "M", "mon", "month", "months" -> 30 * 86_400;
            case "y", "year", "years" -> 365 * 86_400;
            default -> throw new NumberFormatException(name);
        };
        return seconds * SECOND;
    }
}
