package dev.spanflame.block.profile;

import dev.spanflame.block.profile.ProfilePartition.SampleColumns;
import dev.spanflame.model.trace.TraceId;
import java.util.Collection;

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

    /// Every sample of the profiles with these ids, as [ProfileIds] makes them.
    record OfProfiles(IdSet ids) implements SampleFilter {}

    /// Whether a sample of a selected profile takes part.
    default boolean takes(SampleColumns columns, int sample) {
        return switch (this) {
            case All _, OfProfiles _ -> true;
            case OfSpans(IdSet ids) -> columns.spanIds().length > 0 && ids.contains(0, columns.spanIds()[sample]);
            case OfTraces(IdSet ids) ->
                ids.contains(
                        columns.traceHighs().length == 0 ? 0 : columns.traceHighs()[sample],
                        columns.traceLows().length == 0 ? 0 : columns.traceLows()[sample]);
        };
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
