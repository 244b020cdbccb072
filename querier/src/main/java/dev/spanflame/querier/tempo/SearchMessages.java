package dev.spanflame.querier.tempo;

import dev.spanflame.model.Hex;
import dev.spanflame.proto.tempopb.SearchMetrics;
import dev.spanflame.proto.tempopb.SearchResponse;
import dev.spanflame.proto.tempopb.ServiceStats;
import dev.spanflame.proto.tempopb.Span;
import dev.spanflame.proto.tempopb.SpanSet;
import dev.spanflame.proto.tempopb.TraceSearchMetadata;
import dev.spanflame.querier.tempo.listed.ListedAnswer;
import dev.spanflame.querier.traces.CountingSource;
import dev.spanflame.traceql.search.SearchResult;
import dev.spanflame.traceql.search.SpanMatch;
import dev.spanflame.traceql.search.SpanSetMatch;
import dev.spanflame.traceql.search.TraceMatch;

/// What a search found as messages, with those fields only that Grafana's strict parser knows.
final class SearchMessages {
    /// What Grafana reads where a trace has no root; the text is Tempo's.
    private static final String NO_ROOT = "<root span not yet received>";

    private SearchMessages() {}

    /// The whole answer; `byTags` leaves out the spansets.
    static SearchResponse response(SearchResult result, boolean byTags, CountingSource source) {
        SearchResponse.Builder response = rest(result, source).toBuilder();
        for (TraceMatch trace : result.traces()) {
            response.addTraces(trace(trace, byTags));
        }
        return response.build();
    }

    /// The same, made while it is written, as long as `check` does not throw.
    static ListedAnswer<TraceMatch> listed(SearchResult result, boolean byTags, CountingSource source, Runnable check) {
        return new ListedAnswer<>(rest(result, source), result.traces(), trace -> trace(trace, byTags), check);
    }

    private static SearchResponse rest(SearchResult result, CountingSource source) {
        SearchMetrics.Builder metrics = metrics(result.inspectedTraces(), result.inspectedSpans(), source)
                .setCompletedJobs(1)
                .setTotalJobs(1);
        return SearchResponse.newBuilder().setMetrics(metrics).build();
    }

    /// What was looked at, without jobs.
    static SearchMetrics.Builder metrics(long traces, long spans, CountingSource source) {
        return SearchMetrics.newBuilder()
                .setInspectedTraces((int) Math.min(traces, Integer.MAX_VALUE))
                .setInspectedSpans(spans)
                .setTotalBlocks(source.blockCount())
                .setTotalBlockBytes(source.blockBytes());
    }

    static TraceSearchMetadata trace(TraceMatch trace, boolean byTags) {
        TraceSearchMetadata.Builder message = TraceSearchMetadata.newBuilder()
                .setTraceID(trace.traceId().shortHex())
                .setRootServiceName(trace.rooted() ? trace.rootServiceName() : NO_ROOT)
                .setRootTraceName(trace.rooted() ? trace.rootName() : "")
                .setStartTimeUnixNano(trace.startNanos())
                .setDurationMs((int) Math.clamp(trace.durationNanos() / 1_000_000, 0, 0xffff_ffffL));
        trace.services()
                .forEach((name, stats) -> message.putServiceStats(
                        name,
                        ServiceStats.newBuilder()
                                .setSpanCount(stats.spanCount())
                                .setErrorCount(stats.errorCount())
                                .build()));
        if (!byTags) {
            trace.spanSets().forEach(set -> message.addSpanSets(spanSet(set)));
            if (trace.spanSets().size() == 1) {
                // a data source that sees the old single field shows nothing else
                message.setSpanSet(message.getSpanSets(0));
            }
        }
        return message.build();
    }

    private static SpanSet spanSet(SpanSetMatch set) {
        SpanSet.Builder message =
                SpanSet.newBuilder().setMatched(set.matched()).addAllAttributes(ValueMessages.of(set.attributes()));
        set.spans().forEach(span -> message.addSpans(span(span)));
        return message.build();
    }

    private static Span span(SpanMatch span) {
        return Span.newBuilder()
                .setSpanID(Hex.of(span.spanId()))
                .setName(span.name())
                .setStartTimeUnixNano(span.startNanos())
                .setDurationNanos(span.durationNanos())
                .addAllAttributes(ValueMessages.of(span.attributes()))
                .build();
    }
}
