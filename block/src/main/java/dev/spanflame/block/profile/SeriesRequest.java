package dev.spanflame.block.profile;

import dev.spanflame.model.BackendException;
import java.util.List;
import java.util.function.BooleanSupplier;

/// What [SeriesSums] is asked: profiles by labels, summed over time and by the labels `groupBy`.
///
/// Times are milliseconds since the epoch, the step is in milliseconds. Points lie at `start`, `start +
/// step` and so on, none behind `end`; the point at `T` is about the profiles that began in `(T - step, T]`.
public record SeriesRequest(
        List<LabelMatcher> matchers,
        long startMillis,
        long endMillis,
        long stepMillis,
        List<String> groupBy,
        Aggregation aggregation,
        BooleanSupplier cancelled) {
    /// How the profiles of one point become one value.
    public enum Aggregation {
        /// Their sum.
        SUM,
        /// Their mean.
        AVERAGE
    }

    /// Copies the lists; throws [BackendException] of kind BAD_REQUEST for a step below 1 ms or an end
    /// before the start.
    public SeriesRequest {
        matchers = List.copyOf(matchers);
        groupBy = List.copyOf(groupBy);
        if (stepMillis < 1) {
            throw BackendException.badRequest("invalid_step", "step is " + stepMillis + " ms; expected at least 1 ms");
        }
        if (endMillis < startMillis) {
            throw BackendException.badRequest(
                    "invalid_time_range", "the range ends at " + endMillis + " ms, before its start " + startMillis);
        }
    }

    /// Number of the point that a profile which began at `millis` belongs to, or -1.
    public long point(long millis) {
        if (millis > startMillis && stepMillis > endMillis - startMillis) {
            return -1;
        }
        long before = startMillis < Long.MIN_VALUE + stepMillis ? Long.MIN_VALUE : startMillis - stepMillis;
        if (millis <= before || millis > endMillis) {
            return -1;
        }
        long point = millis <= startMillis ? 0 : Math.ceilDiv(millis - startMillis, stepMillis);
        return point > (endMillis - startMillis) / stepMillis ? -1 : point;
    }
}
