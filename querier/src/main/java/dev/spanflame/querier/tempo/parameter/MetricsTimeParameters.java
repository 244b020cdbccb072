package dev.spanflame.querier.tempo.parameter;

import dev.spanflame.model.BackendException;
import dev.spanflame.model.TimeRange;
import dev.spanflame.proto.edge.QueryParameters;
import dev.spanflame.traceql.syntax.DurationText;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.OptionalLong;

/// The parameters `start`, `end` and `since` as metrics queries take them.
public final class MetricsTimeParameters {
    /// Nanoseconds up to now without any of them.
    public static final long DEFAULT_SINCE = 3_600_000_000_000L;

    private static final int SECONDS_DIGITS = 10;
    private static final int MAX_DIGITS = 40;

    private MetricsTimeParameters() {}

    /// The time that `start`, `end` and `since` name: an hour up to `now` without them.
    ///
    /// Throws [BackendException] of kind BAD_REQUEST for one that cannot be used.
    public static TimeRange window(QueryParameters given, Instant now) {
        long present = TimeRange.nanosOf(now);
        long since = since(given);
        long end = time(given, "end", present);
        long start = time(given, "start", Math.min(end, present) - since);
        return ordered(start, end);
    }

    private static long since(QueryParameters given) {
        String text = given.firstOr("since", "");
        if (text.isEmpty()) {
            return DEFAULT_SINCE;
        }
        OptionalLong since = DurationText.parse(text);
        if (since.isEmpty() || since.getAsLong() <= 0) {
            throw refused("since is '" + Shown.of(text) + "'; expected a duration such as 30m or 6h");
        }
        return since.getAsLong();
    }

    /// Seconds up to ten digits, nanoseconds above, seconds with a fraction, or a date and time of RFC 3339.
    private static long time(QueryParameters given, String name, long fallback) {
        String text = given.firstOr(name, "");
        if (text.isEmpty()) {
            return fallback;
        }
        try {
            boolean isNumber = text.length() <= MAX_DIGITS && !text.contains(":");
            long nanos = isNumber
                    ? nanos(text)
                    : TimeRange.nanosOf(OffsetDateTime.parse(text).toInstant());
            if (nanos >= 0) {
                return nanos;
            }
        } catch (ArithmeticException | NumberFormatException | DateTimeException _) {
            // refused below
        }
        throw refused(name + " is '" + Shown.of(text)
                + "'; expected seconds or nanoseconds since the epoch, or a time such as 2026-01-31T12:00:00Z");
    }

    private static long nanos(String text) {
        boolean whole = text.chars().allMatch(Character::isDigit);
        if (whole && text.length() > SECONDS_DIGITS) {
            return Long.parseLong(text);
        }
        return ofSeconds(text);
    }

    /// From `start` to `end` in nanoseconds; throws [BackendException] of kind BAD_REQUEST unless `end` is later.
    public static TimeRange ordered(long start, long end) {
        if (end <= start) {
            throw refused("end must be greater than start: start is " + Instant.EPOCH.plusNanos(start) + ", end is "
                    + Instant.EPOCH.plusNanos(end));
        }
        return new TimeRange(start, end);
    }

    /// Nanoseconds of seconds with or without a fraction; what is finer than a nanosecond is cut.
    ///
    /// Throws [ArithmeticException] or [NumberFormatException] for a text that is none.
    public static long ofSeconds(String text) {
        if (text.length() > MAX_DIGITS) {
            throw new NumberFormatException("too long");
        }
        BigDecimal nanos = new BigDecimal(text).movePointRight(9);
        if (nanos.precision() - nanos.scale() > MAX_DIGITS) {
            throw new NumberFormatException("too large");
        }
        return nanos.signum() == 0 ? 0 : nanos.setScale(0, RoundingMode.DOWN).longValueExact();
    }

    /// A number that is not negative, 0 where it is not given; throws [BackendException] of kind BAD_REQUEST.
    public static int count(QueryParameters given, String name) {
        String text = given.firstOr(name, "");
        if (text.isEmpty()) {
            return 0;
        }
        try {
            int count = Integer.parseInt(text);
            if (count >= 0) {
                return count;
            }
        } catch (NumberFormatException _) {
            // refused below
        }
        throw refused(name + " is '" + Shown.of(text) + "'; expected a number from 0 to " + Integer.MAX_VALUE);
    }

    /// The refusal of a parameter of a metrics query.
    public static BackendException refused(String message) {
        return BackendException.badRequest("invalid_metrics_parameter", message);
    }
}
