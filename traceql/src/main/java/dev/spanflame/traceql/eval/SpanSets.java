package dev.spanflame.traceql.eval;

import dev.spanflame.traceql.fetch.RowSet;
import java.util.List;

/// The spansets of a partition between two stages.
///
/// As long as every trace has one set without attributes, the rows alone say everything.
public sealed interface SpanSets {
    /// One set for each trace that has a member.
    record Flat(RowSet rows) implements SpanSets {}

    /// Sets one by one; those of a trace are neighbours, traces in ascending order.
    record Grouped(List<SpanSet> sets) implements SpanSets {
        /// Copies the list.
        public Grouped {
            sets = List.copyOf(sets);
        }
    }

    /// Whether there is no set.
    default boolean isEmpty() {
        return switch (this) {
            case Flat(RowSet rows) -> rows.isEmpty();
            case Grouped(List<SpanSet> sets) -> sets.isEmpty();
        };
    }
}
