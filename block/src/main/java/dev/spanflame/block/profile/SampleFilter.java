package dev.spanflame.block.profile;

import dev.spanflame.block.profile.ProfilePartition.Detail;
import dev.spanflame.block.profile.ProfilePartition.SampleColumns;
import dev.spanflame.block.profile.join.SpanFinder;
import dev.spanflame.block.profile.join.SpanSet;
import dev.spanflame.model.trace.TraceId;
import java.util.Collection;
import org.jspecify.annotations.Nullable;

/// Which samples of the selected profiles take part. Immutable.
public sealed interface SampleFilter {
    /// Every sample.
    SampleFilter ALL = new All();

    /// Every sample.
    record All() implements SampleFilter {}

    /// Samples taken while one of these spans ran.
    record OfSpans(IdSet ids) implements SampleFilter {}

    /// Samples taken while one of these traces ran.
    record OfTraces(IdSet ids) implements SampleFilter {}

    /// Every sample, and also of profiles that began before the window: samples are placed by their own
    /// time.
    record Timed() implements SampleFilter {}

    /// Samples taken while one of these spans ran, by their ids or else by thread and time. Where `narrow`
    /// is false, all samples take part, and the set says whose those without a span are.
    record OfSpanSet(SpanSet spans, boolean narrow) implements SampleFilter {}

    /// Every sample of the profiles with these ids, as [ProfileIds] makes them.
    record OfProfiles(IdSet ids) implements SampleFilter {}

    /// As much detail as the filter looks at.
    default Detail detail() {
        return switch (this) {
            case All _, Timed _, OfProfiles _ -> Detail.VALUES;
            case OfSpans _, OfTraces _ -> Detail.IDS;
            case OfSpanSet _ -> Detail.ALL;
        };
    }

    /// Asks sample after sample of one partition. Not thread-safe.
    final class Taker {
        private static final int NONE = -1;

        private final SampleFilter filter;
        private final ProfilePartition partition;
        private final @Nullable SpanFinder finder;
        private int series = NONE;

        /// For the samples of `partition`.
        public Taker(SampleFilter filter, ProfilePartition partition) {
            this.filter = filter;
            this.partition = partition;
            this.finder = filter instanceof OfSpanSet joined ? new SpanFinder(joined.spans()) : null;
        }

        /// Says of which profile the next samples are.
        public void profile(int row) {
            int next = partition.rows().series()[row];
            if (finder != null && next != series) {
                finder.series(partition.labels(next));
                series = next;
            }
        }

        /// Whether a sample of a selected profile takes part. Hot path.
        public boolean takes(SampleColumns columns, int sample) {
            return switch (filter) {
                case All _, Timed _, OfProfiles _ -> true;
                case OfSpans(IdSet ids) -> ids.contains(0, columns.spanId(sample));
                case OfTraces(IdSet ids) -> ids.contains(columns.traceHigh(sample), columns.traceLow(sample));
                case OfSpanSet joined -> !joined.narrow() || member(columns, sample) >= 0;
            };
        }

        /// The number in the filter's set of the span that a sample was taken in, -1 for none. Hot
        /// path.
        public int member(SampleColumns columns, int sample) {
            if (finder == null) {
                return NONE;
            }
            long span = columns.spanId(sample);
            return span != 0
                    ? finder.byIds(span, columns.traceHigh(sample), columns.traceLow(sample))
                    : finder.byThread(columns.threads(), sample, columns.time(sample));
        }
    }

    /// Samples of the given spans.
    static SampleFilter ofSpans(Collection<Long> spanIds) {
        IdSet ids = new IdSet(spanIds.size());
        for (long id : spanIds) {
            ids.add(0, id);
        }
        return new OfSpans(ids);
    }

    /// Samples of the given traces.
    static SampleFilter ofTraces(Collection<TraceId> traceIds) {
        IdSet ids = new IdSet(traceIds.size());
        for (TraceId id : traceIds) {
            ids.add(id.high(), id.low());
        }
        return new OfTraces(ids);
    }
}
