package dev.spanflame.load.send;

import java.util.Arrays;

/// Percentiles of measured times. Immutable.
public final class Latencies {
    private final long[] sorted;

    /// Takes nanoseconds in any order.
    public Latencies(long[] nanos) {
        sorted = nanos.clone();
        Arrays.sort(sorted);
    }

    /// The least time that is not exceeded by `fraction` (0 to 1) of the times, in milliseconds; 0 where there is none.
    public double millis(double fraction) {
        if (sorted.length == 0) {
            return 0;
        }
        int rank = (int) Math.ceil(fraction * sorted.length) - 1;
        return sorted[Math.clamp(rank, 0, sorted.length - 1)] / 1e6;
    }
}
