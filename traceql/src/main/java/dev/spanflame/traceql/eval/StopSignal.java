package dev.spanflame.traceql.eval;

import dev.spanflame.model.BackendException;
import dev.spanflame.model.ErrorKind;
import java.util.function.BooleanSupplier;

/// Ends work whose answer nobody waits for, or that takes too long. Used by one thread.
public final class StopSignal {
    private static final int EVERY = 1024;

    private final BooleanSupplier cancelled;
    private final long deadlineNanos;
    private int polls;

    /// `deadlineNanos` is a moment of [System#nanoTime].
    public StopSignal(BooleanSupplier cancelled, long deadlineNanos) {
        this.cancelled = cancelled;
        this.deadlineNanos = deadlineNanos;
    }

    /// Throws [BackendException] of kind CANCELLED or TIMEOUT when it is time to stop.
    public void check() {
        if (cancelled.getAsBoolean()) {
            throw cancelled();
        }
        if (System.nanoTime() - deadlineNanos > 0) {
            throw new BackendException(
                    ErrorKind.TIMEOUT,
                    "query_deadline",
                    "query took longer than allowed; ask for less time or with stricter conditions");
        }
    }

    /// What is thrown when nobody waits for the answer any more.
    public static BackendException cancelled() {
        return new BackendException(ErrorKind.CANCELLED, "query_cancelled", "query cancelled by the caller");
    }

    /// [#check], once in a while; cheap enough for every row. Hot path.
    public void poll() {
        poll(1);
    }

    /// The same for a step that takes as long as `cost` rows. Hot path.
    public void poll(int cost) {
        polls += cost;
        if (polls >= EVERY) {
            polls = 0;
            check();
        }
    }
}
