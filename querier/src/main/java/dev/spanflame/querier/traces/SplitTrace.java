package dev.spanflame.querier.traces;

import dev.spanflame.block.trace.TracePlace;
import dev.spanflame.model.TimeRange;
import dev.spanflame.model.trace.TraceId;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// A trace that lies in several holders.
record SplitTrace(TraceId id, List<Piece> pieces) {
    /// One trace of one holder.
    record Piece(SpanHolder holder, TracePlace place) {
        int group() {
            return holder.groupOf(place.trace());
        }
    }

    /// Every instant of the trace lies in this range.
    TimeRange range() {
        @Nullable TimeRange range = null;
        for (Piece piece : pieces) {
            TimeRange other = piece.holder().range(piece.group());
            range = range == null ? other : range.union(other);
        }
        return Objects.requireNonNull(range);
    }

    /// Number of stored spans, duplicates counted.
    int rows() {
        long rows = 0;
        for (Piece piece : pieces) {
            rows += piece.place().spans();
        }
        return (int) Math.min(rows, Integer.MAX_VALUE);
    }
}
