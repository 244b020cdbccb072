package dev.spanflame.querier.tempo;

import dev.spanflame.model.BackendException;
import dev.spanflame.model.ErrorKind;
import dev.spanflame.proto.tempopb.SearchMetrics;
import dev.spanflame.proto.tempopb.SearchResponse;
import dev.spanflame.proto.tempopb.SpanSet;
import dev.spanflame.proto.tempopb.TraceSearchMetadata;
import java.util.ArrayList;
import java.util.List;

/// Cuts what a search found into messages that a gRPC client takes: 4 MiB are the most of many, Grafana
/// among them.
final class SearchPackets {
    /// Bytes of a message of several traces, at most.
    static final int TARGET_BYTES = 1 << 20;

    /// Bytes of a message of one trace, at most.
    static final int MAX_BYTES = 3 << 20;

    private SearchPackets() {}

    /// One message at least; each has the metrics.
    static List<SearchResponse> of(List<TraceSearchMetadata> traces, SearchMetrics metrics) {
        List<SearchResponse> packets = new ArrayList<>();
        SearchResponse.Builder packet = SearchResponse.newBuilder().setMetrics(metrics);
        long bytes = 0;
        for (TraceSearchMetadata trace : traces) {
            TraceSearchMetadata small = fitting(trace);
            if (bytes > 0 && bytes + small.getSerializedSize() > TARGET_BYTES) {
                packets.add(packet.build());
                packet = SearchResponse.newBuilder().setMetrics(metrics);
                bytes = 0;
            }
            packet.addTraces(small);
            bytes += small.getSerializedSize();
        }
        packets.add(packet.build());
        return packets;
    }

    /// The trace with fewer spans in its span sets where it is too large; `matched` still counts all of
    /// them.
    private static TraceSearchMetadata fitting(TraceSearchMetadata trace) {
        TraceSearchMetadata fitting = trace;
        int most = trace.getSpanSetsList().stream()
                .mapToInt(SpanSet::getSpansCount)
                .max()
                .orElse(0);
        while (fitting.getSerializedSize() > MAX_BYTES) {
            if (most <= 1) {
                throw new BackendException(
                        ErrorKind.TOO_LARGE,
                        "search_result_too_large",
                        "what is asked of trace " + trace.getTraceID() + " takes more than " + MAX_BYTES
                                + " bytes; ask for fewer fields (select) or without grouping");
            }
            most /= 2;
            fitting = cut(trace, most);
        }
        return fitting;
    }

    private static TraceSearchMetadata cut(TraceSearchMetadata trace, int most) {
        TraceSearchMetadata.Builder cut = trace.toBuilder().clearSpanSets();
        trace.getSpanSetsList().forEach(set -> cut.addSpanSets(cut(set, most)));
        if (trace.hasSpanSet()) {
            cut.setSpanSet(cut(trace.getSpanSet(), most));
        }
        return cut.build();
    }

    private static SpanSet cut(SpanSet set, int most) {
        if (set.getSpansCount() <= most) {
            return set;
        }
        return set.toBuilder()
                .clearSpans()
                .addAllSpans(set.getSpansList().subList(0, most))
                .build();
    }
}
