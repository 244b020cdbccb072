package dev.spanflame.model.trace;

import dev.spanflame.model.Tenant;

/// Gets spans once they are acknowledged, beside storage: what they are made into never decides
/// over their fate. Thread-safe.
@FunctionalInterface
public interface SpanFollower {
    /// Takes nothing.
    SpanFollower NONE = (_, _, _, _) -> false;

    /// Hands over the spans of one request, received at `receivedNanos` since the epoch. Never
    /// blocks.
    ///
    /// True: the batch belongs to the follower until it runs `release`, once, on any thread. False:
    /// the follower has no use or no room for it, has counted what it could not take, and never
    /// touches it again.
    boolean offer(Tenant tenant, SpanBatch batch, long receivedNanos, Runnable release);
}
