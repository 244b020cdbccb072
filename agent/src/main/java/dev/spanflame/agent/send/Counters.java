package dev.spanflame.agent.send;

import java.util.concurrent.atomic.AtomicLong;

/// What became of profiles. Safe for any thread.
public final class Counters {
    final AtomicLong sent = new AtomicLong();
    final AtomicLong sentBytes = new AtomicLong();
    final AtomicLong dropped = new AtomicLong();
    final AtomicLong retries = new AtomicLong();
    final AtomicLong spooled = new AtomicLong();

    /// Requests a server took.
    public long sent() {
        return sent.get();
    }

    /// Bytes of their bodies.
    public long sentBytes() {
        return sentBytes.get();
    }

    /// Requests that were given up.
    public long dropped() {
        return dropped.get();
    }

    /// Attempts that were repeated.
    public long retries() {
        return retries.get();
    }

    /// Requests that were put on disk for a while.
    public long spooled() {
        return spooled.get();
    }
}
