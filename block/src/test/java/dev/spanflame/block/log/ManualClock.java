package dev.spanflame.block.log;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.atomic.AtomicReference;

/// A clock that stands still until it is moved. Thread-safe.
public final class ManualClock implements InstantSource {
    private final AtomicReference<Instant> now;

    /// Stands at `start`.
    public ManualClock(Instant start) {
        now = new AtomicReference<>(start);
    }

    @Override
    public Instant instant() {
        return now.get();
    }

    /// Moves by `step`, which may be negative.
    public void advance(Duration step) {
        now.updateAndGet(before -> before.plus(step));
    }
}
