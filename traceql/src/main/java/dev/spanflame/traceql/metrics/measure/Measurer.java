package dev.spanflame.traceql.metrics.measure;

import dev.spanflame.traceql.metrics.series.Series;
import java.util.List;

/// Adds up spans, partition by partition, and makes series of them. Used by one thread, but for [#prepare].
public interface Measurer {
    /// Looks at the spans that a partition has, and gives the work that adds them: run by the thread of the measurer,
    /// partition by partition in their order. Called by several threads at a time; changes nothing.
    default Runnable prepare(FoundRows found) {
        return () -> add(found);
    }

    /// Adds the spans that a partition has.
    void add(FoundRows found);

    /// The series, in any order.
    List<Series> finish();

    /// A measurer of which most is done before the spans are added, by the threads that read.
    interface Prepared extends Measurer {
        @Override
        Runnable prepare(FoundRows found);

        @Override
        default void add(FoundRows found) {
            prepare(found).run();
        }
    }
}
