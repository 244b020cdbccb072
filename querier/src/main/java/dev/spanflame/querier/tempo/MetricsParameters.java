package dev.spanflame.querier.tempo;

import dev.spanflame.model.BackendException;
import dev.spanflame.model.TimeRange;
import dev.spanflame.proto.edge.QueryParameters;
import dev.spanflame.proto.tempopb.QueryInstantRequest;
import dev.spanflame.proto.tempopb.QueryRangeRequest;
import dev.spanflame.querier.tempo.parameter.Shown;
import dev.spanflame.traceql.TraceQl;
import dev.spanflame.traceql.metrics.MetricsOptions;
import dev.spanflame.traceql.metrics.MetricsPlan;
import dev.spanflame.traceql.metrics.series.TimeAxis;
import dev.spanflame.traceql.syntax.DurationText;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.OptionalLong;

/// What `/api/metrics/query_range` and `/api/metrics/query` were asked for.
record MetricsParameters(MetricsPlan plan, TimeAxis axis, int maxExemplars, int maxSeries) {
    private static final long SECOND = 1_000_000_000L;
    private static final long DEFAULT_SINCE = 3600 * SECOND;
    private static final int SECONDS_DIGITS = 10;
    private static final int MAX_DIGITS = 40;

    /// The same by gRPC. Throws [BackendException] of kind BAD_REQUEST for a request that cannot be answered.
    static MetricsParameters of(QueryRangeRequest request, Instant now) {
        TimeRange window = window(request.getStart(), request.getEnd(), now);
        TimeAxis axis = TimeAxis.range(window.startNanos(), window.endNanos(), positive("step", request.getStep()));
        long exemplars = Integer.toUnsignedLong(request.getExemplars());
        return new MetricsParameters(
                plan(request.getQuery()),
                axis,
                exemplars == 0
                        ? MetricsOptions.DEFAULT_EXEMPLARS
                        : (int) Math.min(exemplars, MetricsOptions.DEFAULT_EXEMPLARS),
                (int) Math.min(Integer.toUnsignedLong(request.getMaxSeries()), Integer.MAX_VALUE));
    }

    /// The same by gRPC. Throws [BackendException] of kind BAD_REQUEST for a request that cannot be answered.
    static MetricsParameters of(QueryInstantRequest request, Instant now) {
        TimeRange window = window(request.getStart(), request.getEnd(), now);
        return new MetricsParameters(
                plan(request.getQuery()), TimeAxis.instant(window.startNanos(), window.endNanos()), 0, 0);
    }

    /// From nanoseconds, 0 for one that is not given.
    private static TimeRange window(long start, long end, Instant now) {
        long last = end == 0 ? TimeRange.nanosOf(now) : positive("end", end);
        return ordered(start == 0 ? last - DEFAULT_SINCE : positive("start", start), last);
    }

    private static long positive(String name, long nanos) {
        if (nanos < 0) {
            throw refused(name + " is " + Long.toUnsignedString(nanos) + "; expected nanoseconds below 2^63");
        }
        return nanos;
    }

    private static TimeRange ordered(long start, long end) {
        if (end <= start) {
            throw refused("end must be greater than start: start is " + Instant.EPOCH.plusNanos(start) + ", end is "
                    + Instant.EPOCH.plusNanos(end));
        }
        return new TimeRange(start, end);
    }

    /// Series over time. Throws [BackendException] of kind BAD_REQUEST for a parameter that cannot be used.
    static MetricsParameters range(QueryParameters given, Instant now) {
        TimeRange window = window(given, now);
        TimeAxis axis = TimeAxis.range(window.startNanos(), window.endNanos(), step(given));
        int exemplars = count(given, "exemplars");
        return new MetricsParameters(
                plan(given),
                axis,
                exemplars == 0
                        ? MetricsOptions.DEFAULT_EXEMPLARS
                        : Math.min(exemplars, MetricsOptions.DEFAULT_EXEMPLARS),
                count(given, "maxSeries"));
    }

    /// One value for the whole time. Throws [BackendException] of kind BAD_REQUEST for a parameter that
    /// cannot be used.
    static MetricsParameters instant(QueryParameters given, Instant now) {
        TimeRange window = window(given, now);
        TimeAxis axis = TimeAxis.instant(window.startNanos(), window.endNanos());
        return new MetricsParameters(plan(given), axis, 0, count(given, "maxSeries"));
    }

    private static MetricsPlan plan(QueryParameters given) {
        return plan(given.firstOr("q", given.firstOr("query", "")));
    }

    private static MetricsPlan plan(String text) {
        if (text.isBlank()) {
            throw refused("q is missing; give a metrics query such as {} | rate()");
        }
        return TraceQl.measure(TraceQl.parse(text));
    }

    private static TimeRange window(QueryParameters given, Instant now) {
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

    private static long step(QueryParameters given) {
        String text = given.firstOr("step", "");
        if (text.isEmpty()) {
            return 0;
        }
        OptionalLong duration = DurationText.parse(text);
        try {
            long step = duration.isPresent() ? duration.getAsLong() : ofSeconds(text);
            if (step >= 0) {
                return step;
            }
        } catch (ArithmeticException | NumberFormatException _) {
            // refused below
        }
        throw refused("step is '" + Shown.of(text) + "'; expected seconds, or a duration such as 30s");
    }

    /// Nanoseconds of seconds with or without a fraction; what is finer than a nanosecond is cut.
    private static long ofSeconds(String text) {
        if (text.length() > MAX_DIGITS) {
            throw new NumberFormatException("too long");
        }
        BigDecimal nanos = new BigDecimal(text).movePointRight(9);
        if (nanos.precision() - nanos.scale() > MAX_DIGITS) {
            throw new NumberFormatException("too large");
        }
        return nanos.signum() == 0 ? 0 : nanos.setScale(0, RoundingMode.DOWN).longValueExact();
    }

    private static int count(QueryParameters given, String name) {
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

    private static BackendException refused(String message) {
        return BackendException.badRequest("invalid_metrics_parameter", message);
    }
}
