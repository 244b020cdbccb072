package dev.spanflame.traceql.search;

import dev.spanflame.model.trace.TraceId;
import dev.spanflame.traceql.type.Comparison;
import dev.spanflame.traceql.type.Value;
import java.util.Comparator;

/// What decides about the place of a trace in an answer; the number is [Value#NIL] where none does.
record TraceRank(Value number, long startNanos, TraceId traceId) {
    /// Newest start first, equal starts by trace id.
    static final Comparator<TraceRank> NEWEST_FIRST =
            Comparator.comparingLong(TraceRank::startNanos).reversed().thenComparing(TraceRank::traceId);

    /// By number; traces without one come last, of equal numbers the newest comes first.
    static Comparator<TraceRank> byNumber(boolean descending) {
        Comparator<Value> numbers = TraceRank::compare;
        return Comparator.<TraceRank, Boolean>comparing(rank -> !isNumber(rank.number()))
                .thenComparing(TraceRank::number, descending ? numbers.reversed() : numbers)
                .thenComparing(NEWEST_FIRST);
    }

    private static boolean isNumber(Value value) {
        return Comparison.isNumber(value) && !Double.isNaN(Comparison.number(value));
    }

    /// Numbers by size: as doubles tell it, and where they cannot tell, as 64-bit integers.
    private static int compare(Value a, Value b) {
        if (!isNumber(a) || !isNumber(b)) {
            return 0;
        }
        // Adding 0.0 makes 0.0 of -0.0.
        int byDouble = Double.compare(Comparison.number(a) + 0.0, Comparison.number(b) + 0.0);
        return byDouble != 0 ? byDouble : Long.compare(integer(a), integer(b));
    }

    private static long integer(Value number) {
        return Comparison.isWhole(number) ? Comparison.whole(number) : (long) Comparison.number(number);
    }
}
