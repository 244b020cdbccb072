package dev.spanflame.block.trace.scan;

import dev.spanflame.block.column.Presence;
import dev.spanflame.traceql.fetch.RowSet;

/// Set work between presence bits and row sets.
final class Presences {
    private Presences() {}

    /// Adds to `out` the rows of `candidates` that have a value.
    static void add(Presence presence, RowSet candidates, RowSet out) {
        long[] source = candidates.words();
        long[] target = out.words();
        for (int i = 0; i < source.length; i++) {
            target[i] |= source[i] & presence.word(i);
        }
    }
}
