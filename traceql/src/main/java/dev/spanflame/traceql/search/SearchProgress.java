package dev.spanflame.traceql.search;

import java.util.List;
import java.util.function.Supplier;

/// Hears how far a search is. Called from the searching thread, which waits meanwhile.
@FunctionalInterface
public interface SearchProgress {
    /// Hears nothing.
    SearchProgress NONE = (state, settled) -> {};

    /// Called before the first partition and after each.
    ///
    /// `settled` gives those traces found so far that are in the answer for certain, since whatever is
    /// still to be read is older: the first ones of the answer, in its order. Each call gives at least
    /// those of the call before.
    void reached(State state, Supplier<List<TraceMatch>> settled);

    /// How many partitions of how many are read, and what was looked at in them.
    record State(int partitionsRead, int partitions, long inspectedTraces, long inspectedSpans) {}
}
