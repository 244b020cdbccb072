package dev.spanflame.traceql.metrics;

import dev.spanflame.traceql.metrics.series.TimeAxis;
import java.time.Duration;
import java.util.function.BooleanSupplier;
import java.util.function.LongConsumer;

/// Which intervals a metrics query answers about, how much of an answer is wanted, and for how long it is worth
/// waiting.
///
/// `maxExemplars` bounds the exemplars of all series together unless the query's own hint says otherwise, 0
/// for none. `maxSeries` is the number of series in the answer, 0 for all. `cancelled` is asked often, by
/// several threads at once. `deadlineNanos` is a moment of [System#nanoTime]. `maxBytes` bounds the memory
/// of groups, counters and answer; `memory` is told of all that is taken of it, and of what is given back as a
/// negative number, and may throw.
public record MetricsOptions(
        TimeAxis axis,
        int maxExemplars,
        int maxSeries,
        BooleanSupplier cancelled,
        long deadlineNanos,
        long maxBytes,
        LongConsumer memory) {
    /// Exemplars in an answer when nothing else is asked for, and at most by a request's parameter.
    public static final int DEFAULT_EXEMPLARS = 100;

    private static final Duration DEFAULT_TIMEOUT = Duration.ofMinutes(2);
    private static final long DEFAULT_BYTES = 256L << 20;

    /// Throws [IllegalArgumentException] for negative bounds.
    public MetricsOptions {
        if (maxExemplars < 0 || maxSeries < 0 || maxBytes < 0) {
            throw new IllegalArgumentException("negative bound among " + maxExemplars + " exemplars, " + maxSeries
                    + " series, " + maxBytes + " bytes");
        }
    }

    /// 100 exemplars, all series, two minutes, 256 MiB.
    public static MetricsOptions of(TimeAxis axis) {
        return new MetricsOptions(
                axis,
                DEFAULT_EXEMPLARS,
                0,
                () -> false,
                System.nanoTime() + DEFAULT_TIMEOUT.toNanos(),
                DEFAULT_BYTES,
                _ -> {});
    }

    /// The same with another number of exemplars.
    public MetricsOptions withMaxExemplars(int exemplars) {
        return new MetricsOptions(axis, exemplars, maxSeries, cancelled, deadlineNanos, maxBytes, memory);
    }

    /// The same with another number of series, 0 for all.
    public MetricsOptions withMaxSeries(int series) {
        return new MetricsOptions(axis, maxExemplars, series, cancelled, deadlineNanos, maxBytes, memory);
    }

    /// The same, ended by another signal or at another moment of [System#nanoTime].
    public MetricsOptions withEnd(BooleanSupplier signal, long moment) {
        return new MetricsOptions(axis, maxExemplars, maxSeries, signal, moment, maxBytes, memory);
    }

    /// The same with another bound on memory, of which `taker` is told.
    public MetricsOptions withMemory(long bytes, LongConsumer taker) {
        return new MetricsOptions(axis, maxExemplars, maxSeries, cancelled, deadlineNanos, bytes, taker);
    }
}
