package dev.spanflame.querier.traces;

import dev.spanflame.model.BackendException;
import dev.spanflame.model.ErrorKind;
import java.util.function.BooleanSupplier;

/// The end of work that nobody waits for any more.
final class Cancelled {
    private Cancelled() {}

    /// Throws [BackendException] of kind CANCELLED once `cancelled` is true.
    static void check(BooleanSupplier cancelled) {
        if (cancelled.getAsBoolean()) {
            throw exception();
        }
    }

    static BackendException exception() {
        return new BackendException(ErrorKind.CANCELLED, "query_cancelled", "query cancelled by the caller");
    }
}
