package dev.spanflame.querier.tempo.parameter;

import dev.spanflame.model.BackendException;
import dev.spanflame.model.TimeRange;
import dev.spanflame.proto.edge.QueryParameters;
import dev.spanflame.traceql.syntax.DurationText;
import java.time.Instant;
import java.util.OptionalLong;

/// The parameters `start` and `end`: seconds since the epoch, both or neither; 0 counts as not given.
/// `since`, a duration up to now, stands for both.
public final class TimeParameters {
    private static final long NANOS = 1_000_000_000L;
    private static final long MAX_SECONDS = Long.MAX_VALUE / NANOS;

    private TimeParameters() {}

    /// The window they name, all of time without them.
    ///
    /// Throws [BackendException] of kind BAD_REQUEST when one is missing, no number, or not before the
    /// other.
    public static TimeRange window(QueryParameters query) {
        String since = query.firstOr("since", "");
        if (!since.isEmpty()) {
            return since(since);
        }
        long start = seconds(query, "start");
        long end = seconds(query, "end");
        if (start == 0 && end != 0 && query.firstOr("start", "").isEmpty()) {
            throw refused("end is " + end + " but start is missing; give both in seconds since the epoch, or neither");
        }
        return window(start, end);
    }

    /// Checks parameters that may narrow a look-up and are not needed; one of them may be missing.
    ///
    /// Throws [BackendException] of kind BAD_REQUEST when one is no number, or both are there in the wrong order.
    public static void check(QueryParameters query) {
        long start = seconds(query, "start");
        long end = seconds(query, "end");
        if ((start > 0 && end > 0) || !query.firstOr("since", "").isEmpty()) {
            window(query);
        }
    }

    /// The window between two moments in seconds, all of time if both are 0.
    ///
    /// Throws [BackendException] of kind BAD_REQUEST when `end` is 0 alone or not after `start`.
    public static TimeRange window(long start, long end) {
        if (start == 0 && end == 0) {
            return TimeRange.ALL;
        }
        if (end == 0) {
            throw refused(
                    "start is " + start + " but end is missing; give both in seconds since the epoch, or neither");
        }
        if (end <= start) {
            throw refused("end " + end + " is not after start " + start);
        }
        return new TimeRange(start * NANOS, end * NANOS);
    }

    private static TimeRange since(String text) {
        OptionalLong nanos = DurationText.parse(text);
        if (nanos.isEmpty() || nanos.getAsLong() <= 0) {
            throw refused("since is '" + Shown.of(text) + "'; expected a duration such as 30m, 6h or 7d");
        }
        long now = TimeRange.nanosOf(Instant.now());
        return new TimeRange(now - Math.min(now, nanos.getAsLong()), now);
    }

    private static long seconds(QueryParameters query, String name) {
        String text = query.firstOr(name, "0");
        long seconds;
        try {
            seconds = Long.parseLong(text);
        } catch (NumberFormatException _) {
            throw refused(name + " is '" + Shown.of(text) + "'; expected whole seconds since the epoch");
        }
        if (seconds < 0 || seconds > MAX_SECONDS) {
            throw refused(name + " is " + seconds + "; expected seconds since the epoch, 0 to " + MAX_SECONDS);
        }
        return seconds;
    }

    private static BackendException refused(String message) {
        return BackendException.badRequest("invalid_time", message);
    }
}
