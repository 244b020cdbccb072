package dev.spanflame.querier.tempo;

import dev.spanflame.model.BackendException;
import dev.spanflame.model.TimeRange;
import dev.spanflame.proto.edge.QueryParameters;
import dev.spanflame.proto.tempopb.QueryInstantRequest;
import dev.spanflame.proto.tempopb.QueryRangeRequest;
import dev.spanflame.querier.tempo.parameter.MetricsTimeParameters;
import dev.spanflame.querier.tempo.parameter.Shown;
import dev.spanflame.traceql.TraceQl;
import dev.spanflame.traceql.metrics.MetricsOptions;
import dev.spanflame.traceql.metrics.MetricsPlan;
import dev.spanflame.traceql.metrics.series.TimeAxis;
import dev.spanflame.traceql.syntax.DurationText;
import java.time.Instant;
import java.util.OptionalLong;

/// What `/api/metrics/query_range` and `/api/metrics/query` were asked for.
record MetricsParameters(MetricsPlan plan, TimeAxis axis, int maxExemplars, int maxSeries) {
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
        return MetricsTimeParameters.ordered(
                start == 0 ? last - MetricsTimeParameters.DEFAULT_SINCE : positive("start", start), last);
    }

    private static long positive(String name, long nanos) {
        if (nanos < 0) {
            throw refused(name + " is " + Long.toUnsignedString(nanos) + "; expected nanoseconds below 2^63");
        }
        return nanos;
    }

    /// Series over time. Throws [BackendException] of kind BAD_REQUEST for a parameter that cannot be used.
    static MetricsParameters range(QueryParameters given, Instant now) {
        TimeRange window = MetricsTimeParameters.window(given, now);
        TimeAxis axis = TimeAxis.range(window.startNanos(), window.endNanos(), step(given));
        int exemplars = MetricsTimeParameters.count(given, "exemplars");
        return new MetricsParameters(
                plan(given),
                axis,
                exemplars == 0
                        ? MetricsOptions.DEFAULT_EXEMPLARS
                        : Math.min(exemplars, MetricsOptions.DEFAULT_EXEMPLARS),
                MetricsTimeParameters.count(given, "maxSeries"));
    }

    /// One value for the whole time. Throws [BackendException] of kind BAD_REQUEST for a parameter that
    /// cannot be used.
    static MetricsParameters instant(QueryParameters given, Instant now) {
        TimeRange window = MetricsTimeParameters.window(given, now);
        TimeAxis axis = TimeAxis.instant(window.startNanos(), window.endNanos());
        return new MetricsParameters(plan(given), axis, 0, MetricsTimeParameters.count(given, "maxSeries"));
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

    private static long step(QueryParameters given) {
        String text = given.firstOr("step", "");
        if (text.isEmpty()) {
            return 0;
        }
        OptionalLong duration = DurationText.parse(text);
        try {
            long step = duration.isPresent() ? duration.getAsLong() : MetricsTimeParameters.ofSeconds(text);
            if (step >= 0) {
                return step;
            }
        } catch (ArithmeticException | NumberFormatException _) {
            // refused below
        }
        throw refused("step is '" + Shown.of(text) + "'; expected seconds, or a duration such as 30s");
    }

    private static BackendException refused(String message) {
        return MetricsTimeParameters.refused(message);
    }
}
