package dev.spanflame.querier.traces;

import dev.spanflame.block.trace.SpanReader;
import dev.spanflame.block.trace.SpanReader.SpanRecord;
import dev.spanflame.block.trace.SpanRun;
import dev.spanflame.block.trace.build.SpanRunBuilder;
import dev.spanflame.block.trace.scan.SpanRowsPartition;
import dev.spanflame.model.TimeRange;
import dev.spanflame.model.trace.SpanBatch;
import dev.spanflame.model.trace.TraceId;
import dev.spanflame.proto.otlp.OtlpSpanDecoder;
import dev.spanflame.proto.otlp.TraceMessages;
import dev.spanflame.traceql.fetch.SpanPartition;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.BooleanSupplier;

/// Some split traces, read from all their places and put together in memory when asked for.
///
/// Groups are read one after the other, so that beside the spans of these traces no more than one is in memory.
record SplitTraces(List<SplitTrace> traces, TimeRange range, BooleanSupplier cancelled) implements PartitionSlot {
    private static final int SPANS_AT_A_TIME = 1024;

    /// One group of one holder.
    private record Place(SpanHolder holder, int group) {}

    @Override
    public SpanPartition open() {
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
        SpanRun run = builder.tail().seal();
        return new SpanRowsPartition(run, range);
    }

    private Map<TraceId, RecordMerge> merged() {
        Map<TraceId, RecordMerge> merges = new TreeMap<>();
        piecesByPlace().forEach((place, pieces) -> {
            Cancelled.check(cancelled);
            SpanReader reader = new SpanReader(place.holder().group(place.group()));
            pieces.forEach((id, trace) -> {
                int from = place.holder().rowInGroup(trace, place.group());
                int rows = place.holder().rowsOf(trace);
                merges.computeIfAbsent(id, _ -> new RecordMerge()).add(reader.records(from, from + rows));
            });
        });
        return merges;
    }

    private Map<Place, Map<TraceId, Integer>> piecesByPlace() {
        Map<Place, Map<TraceId, Integer>> places = new LinkedHashMap<>();
        for (SplitTrace trace : traces) {
            for (SplitTrace.Piece piece : trace.pieces()) {
                places.computeIfAbsent(new Place(piece.holder(), piece.group()), _ -> new LinkedHashMap<>())
                        .put(trace.id(), piece.trace());
            }
        }
        return places;
    }
}
