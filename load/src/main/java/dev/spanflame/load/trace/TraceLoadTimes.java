package dev.spanflame.load.trace;

/// When the traces of a load begin: spread over `lengthNanos` that end at `endNanos` since the epoch.
public record TraceLoadTimes(long endNanos, long lengthNanos) {
    /// Checks the numbers.
    public TraceLoadTimes {
        if (lengthNanos < 1 || endNanos < lengthNanos) {
            throw new IllegalArgumentException(
                    "a load of " + lengthNanos + " ns that ends at " + endNanos + " ns does not begin after 1970");
        }
    }
}
