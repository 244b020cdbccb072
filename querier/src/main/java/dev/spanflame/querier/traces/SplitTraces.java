package dev.spanflame.querier.traces;

import dev.spanflame.block.trace.SpanReader;
import dev.spanflame.block.trace.SpanReader.SpanRecord;
import dev.spanflame.block.trace.TracePlace;
import dev.spanflame.block.trace.build.SpanRunBuilder;
import dev.spanflame.block.trace.scan.SpanRowsPartition;
import dev.spanflame.model.TimeRange;
import dev.spanflame.model.trace.SpanBatch;
import dev.spanflame.model.trace.TraceId;
import dev.spanflame.proto.otlp.OtlpSpanDecoder;
import dev.spanflame.proto.otlp.TraceMessages;
import dev.spanflame.traceql.fetch.RowSet;
import dev.spanflame.traceql.fetch.ScanRequest;
import dev.spanflame.traceql.fetch.SpanPartition;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// Some split traces, read from all their places and put together in memory when asked for.
///
/// Traces none of whose spans satisfies the conditions of the request are left out before anything is put together.
/// Groups are read one after the other, or of some no more than the pages of a few traces, so that beside the spans of
/// these traces no more than one group is in memory.
record SplitTraces(List<SplitTrace> traces, TimeRange range, ScanRequest request) implements PartitionSlot {
    private static final int SPANS_AT_A_TIME = 1024;
    /// So many traces of a group are read one by one; the pages of more are most of the group.
    private static final int FEW = 64;

    /// One group of one holder.
    private record Place(SpanHolder holder, int group) {
        SpanPartition partition() {
            return new SpanRowsPartition(holder.group(group), holder.range(group));
        }

        int firstRow(TracePlace trace) {
            return trace.firstRow() - holder.firstRow(group);
        }

        int endRow(TracePlace trace) {
            return firstRow(trace) + trace.spans();
        }

        /// The same group of the very same holder; comparing what holders hold would take long.
        @Override
        public boolean equals(@Nullable Object other) {
            return other instanceof Place(SpanHolder otherHolder, int otherGroup)
                    && otherHolder == holder
                    && otherGroup == group;
        }

        @Override
        public int hashCode() {
            return 31 * System.identityHashCode(holder) + group;
        }
    }

    @Override
    public SpanPartition open() {
        return new LazyPartition(range, this::putTogether);
    }

    private SpanPartition putTogether() {
        SpanRunBuilder builder = new SpanRunBuilder();
        SpanBatch batch = new SpanBatch();
        OtlpSpanDecoder decoder = new OtlpSpanDecoder();
        for (RecordMerge merge : merged().values()) {
            List<SpanRecord> records = merge.inTreeOrder();
            for (int from = 0; from < records.size(); from += SPANS_AT_A_TIME) {
                int to = Math.min(records.size(), from + SPANS_AT_A_TIME);
                byte[] message = TraceMessages.tracesData(SpanReader.group(records.subList(from, to)))
                        .toByteArray();
                decoder.decode(message, batch);
                builder.append(batch);
            }
        }
        return new SpanRowsPartition(builder.tail().seal(), range);
    }

    private Map<TraceId, RecordMerge> merged() {
        Map<Place, Map<TraceId, TracePlace>> places = piecesByPlace();
        Set<TraceId> wanted = wanted(places);
        Map<TraceId, RecordMerge> merges = new TreeMap<>();
        places.forEach((place, pieces) -> {
            List<TracePlace> traces = pieces.values().stream()
                    .filter(trace -> wanted.contains(trace.id()))
                    .toList();
            Optional<SpanReader> whole = traces.size() > FEW
                    ? Optional.of(new SpanReader(place.holder().group(place.group())))
                    : Optional.empty();
            for (TracePlace trace : traces) {
                Cancelled.check(request.cancelled());
                merges.computeIfAbsent(trace.id(), _ -> new RecordMerge())
                        .add(whole.map(reader -> reader.records(place.firstRow(trace), place.endRow(trace)))
                                .orElseGet(() -> place.holder().records(trace, trace.spans())));
            }
        });
        return merges;
    }

    /// Ids of the traces that the request can match.
    private Set<TraceId> wanted(Map<Place, Map<TraceId, TracePlace>> places) {
        SpanConditions conditions = SpanConditions.of(request);
        Set<TraceId> wanted = new HashSet<>();
        if (conditions.isEmpty()) {
            traces.forEach(trace -> wanted.add(trace.id()));
            return wanted;
        }
        places.forEach((place, pieces) -> {
            Cancelled.check(request.cancelled());
            SpanPartition partition = place.partition();
            RowSet candidates = new RowSet(partition.rowCount());
            pieces.values().forEach(trace -> candidates.addRange(place.firstRow(trace), place.endRow(trace)));
            RowSet found = conditions.select(partition, candidates);
            pieces.forEach((id, trace) -> {
                int row = found.next(place.firstRow(trace));
                if (row >= 0 && row < place.endRow(trace)) {
                    wanted.add(id);
                }
            });
        });
        return wanted;
    }

    private Map<Place, Map<TraceId, TracePlace>> piecesByPlace() {
        Map<Place, Map<TraceId, TracePlace>> places = new LinkedHashMap<>();
        for (SplitTrace trace : traces) {
            for (SplitTrace.Piece piece : trace.pieces()) {
                places.computeIfAbsent(new Place(piece.holder(), piece.group()), _ -> new LinkedHashMap<>())
                        .put(trace.id(), piece.place());
            }
        }
        return places;
    }
}
