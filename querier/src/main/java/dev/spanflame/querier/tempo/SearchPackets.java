package dev.spanflame.querier.tempo;

import dev.spanflame.model.BackendException;
import dev.spanflame.model.ErrorKind;
import dev.spanflame.proto.tempopb.SearchMetrics;
import dev.spanflame.proto.tempopb.SearchResponse;
import dev.spanflame.proto.tempopb.SpanSet;
import dev.spanflame.proto.tempopb.TraceSearchMetadata;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// Cuts what a search found into messages that a gRPC client takes: 4 MiB are the most of many, Grafana
/// among them.
final class SearchPackets {
    /// Bytes of a message of several traces, at most.
    static final int TARGET_BYTES = 1 << 20;

    /// Bytes of a message of one trace, at most.
    static final int MAX_BYTES = 3 << 20;

    private SearchPackets() {}

    /// Of what `form` makes of `traces`: one message at least; each has the metrics, and is made when it is asked for.
    static <T> Iterable<SearchResponse> of(
            List<T> traces, Function<T, TraceSearchMetadata> form, SearchMetrics metrics) {
        return () -> new Packets<>(traces.iterator(), form, metrics);
    }

    private static final class Packets<T> implements Iterator<SearchResponse> {
        private final Iterator<T> traces;
        private final Function<T, TraceSearchMetadata> form;
        private final SearchMetrics metrics;
        // the first trace of the next message
        private @Nullable TraceSearchMetadata first;
        private boolean begun;

        Packets(Iterator<T> traces, Function<T, TraceSearchMetadata> form, SearchMetrics metrics) {
            this.traces = traces;
            this.form = form;
            this.metrics = metrics;
        }

        @Override
        public boolean hasNext() {
            return !begun || first != null;
        }

        @Override
        public SearchResponse next() {
            if (!hasNext()) {
                throw new NoSuchElementException();
            }
            SearchResponse.Builder packet = SearchResponse.newBuilder().setMetrics(metrics);
            long bytes = 0;
            TraceSearchMetadata trace = begun ? first : following();
            begun = true;
            while (trace != null && (bytes == 0 || bytes + trace.getSerializedSize() <= TARGET_BYTES)) {
                packet.addTraces(trace);
                bytes += trace.getSerializedSize();
                trace = following();
            }
            first = trace;
            return packet.build();
        }

        private @Nullable TraceSearchMetadata following() {
            return traces.hasNext() ? fitting(form.apply(traces.next())) : null;
        }
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
