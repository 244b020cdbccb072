package dev.spanflame.block.wal;

import dev.spanflame.model.Signal;
import dev.spanflame.model.Tenant;
import java.util.BitSet;

/// A request to be remembered: who sent what, when, and which parts of it were refused.
///
/// `format` says how to decode `body` and belongs to the ingester; `refused` holds the ordinals of refused spans or
/// profiles, so that a replay never judges again. `body` must not change once the entry is handed over.
public record WalEntry(Tenant tenant, Signal signal, int format, long receivedNanos, BitSet refused, byte[] body) {
    /// Throws [IllegalArgumentException] when `format` does not fit a byte.
    public WalEntry {
        if (format < 0 || format > 255) {
            throw new IllegalArgumentException("format " + format + " does not fit a byte");
        }
    }
}
