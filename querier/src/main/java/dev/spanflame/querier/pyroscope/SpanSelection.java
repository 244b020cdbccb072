package dev.spanflame.querier.pyroscope;

import dev.spanflame.block.profile.SampleFilter;
import dev.spanflame.model.Hex;
import dev.spanflame.model.TimeRange;
import dev.spanflame.model.trace.TraceId;
import dev.spanflame.proto.edge.Caller;
import dev.spanflame.querier.traces.TraceStore;
import dev.spanflame.traceql.TraceQl;
import dev.spanflame.traceql.search.SearchOptions;
import dev.spanflame.traceql.search.SearchPlan;
import dev.spanflame.traceql.search.SearchResult;
import dev.spanflame.traceql.search.SpanMatch;
import dev.spanflame.traceql.search.SpanSetMatch;
import dev.spanflame.traceql.search.TraceMatch;
import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.stream.Collectors;

/// Finds the spans that a TraceQL query selects, so that samples can be chosen by them. Thread-safe.
///
/// The newest [#MAX_TRACES] traces and of them [#MAX_SPANS] spans are taken; [Spans#cut] says whether
/// there were more.
final class SpanSelection {
    /// Traces that are searched for at most.
    static final int MAX_TRACES = 20_000;
    /// Spans that samples are chosen by at most.
    static final int MAX_SPANS = 100_000;

    private static final int IDS_OF_A_QUERY = 100;

    private final TraceStore store;

    SpanSelection(TraceStore store) {
        this.store = store;
    }

    /// Spans by id, the number of their traces, and whether there are more.
    record Spans(List<Long> ids, int traces, boolean cut) {
        SampleFilter filter() {
            return SampleFilter.ofSpans(ids);
        }
    }

    /// The spans that `query` selects in traces of the window; throws [BackendException] of kind
    /// BAD_REQUEST for a query that cannot be used.
    Spans find(Caller caller, String query, TimeRange window) throws IOException {
        SearchPlan plan = TraceQl.compile(TraceQl.parse(query));
        SearchResult result = search(caller, plan, window, MAX_TRACES);
        TreeSet<Long> ids = new TreeSet<>();
        int traces = 0;
        for (TraceMatch trace : result.traces()) {
            if (ids.size() >= MAX_SPANS) {
                break;
            }
            traces++;
            for (SpanSetMatch set : trace.spanSets()) {
                set.spans().stream().map(SpanMatch::spanId).forEach(ids::add);
            }
        }
        boolean cut =
                result.traces().size() >= MAX_TRACES || traces < result.traces().size() || ids.size() > MAX_SPANS;
        return new Spans(ids.stream().limit(MAX_SPANS).toList(), traces, cut);
    }

    /// The traces of spans, those that are found.
    Map<Long, TraceId> traces(Caller caller, List<Long> spans, TimeRange window) throws IOException {
        Map<Long, TraceId> found = new HashMap<>();
        for (int from = 0; from < spans.size(); from += IDS_OF_A_QUERY) {
            List<Long> some = spans.subList(from, Math.min(spans.size(), from + IDS_OF_A_QUERY));
            String query = some.stream()
                    .map(id -> "span:id = \"" + Hex.of(id) + '"')
                    .collect(Collectors.joining(" || ", "{ ", " }"));
            SearchPlan plan = TraceQl.compile(TraceQl.parse(query));
            for (TraceMatch trace :
                    search(caller, plan, window, 2 * IDS_OF_A_QUERY).traces()) {
                for (SpanSetMatch set : trace.spanSets()) {
                    set.spans().forEach(span -> found.put(span.spanId(), trace.traceId()));
                }
            }
        }
        return found;
    }

    private SearchResult search(Caller caller, SearchPlan plan, TimeRange window, int limit) throws IOException {
        SearchOptions options = SearchOptions.of(window)
                .withLimit(limit)
                .withSpansPerSpanSet(MAX_SPANS)
                .withCancelled(caller.cancelled());
        return store.ask(caller.tenants(), source -> plan.search(source, options));
    }
}
