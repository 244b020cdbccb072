package dev.spanflame.load.send;

/// How a load is sent: `inFlight` requests at once over each connection; `itemsPerSecond` as the rate to keep, 0 for as
/// fast as it goes; `retry` whether refused requests are sent again where the answer asks for that.
public record LoadPlan(int inFlight, double itemsPerSecond, boolean retry) {
    /// Checks the numbers.
    public LoadPlan {
        if (inFlight < 1 || itemsPerSecond < 0) {
            throw new IllegalArgumentException("expected at least one request in flight and no negative rate, got "
                    + inFlight + " and " + itemsPerSecond);
        }
    }
}
