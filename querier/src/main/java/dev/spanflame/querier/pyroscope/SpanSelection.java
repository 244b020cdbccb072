package dev.spanflame.querier.pyroscope;

import dev.spanflame.block.profile.IdSet;
import dev.spanflame.block.profile.SampleFilter;
import dev.spanflame.block.profile.join.Instance;
import dev.spanflame.block.profile.join.SpanSet;
import dev.spanflame.model.BackendException;
import dev.spanflame.model.Hex;
import dev.spanflame.model.TimeRange;
import dev.spanflame.model.trace.TraceId;
import dev.spanflame.proto.edge.Caller;
import dev.spanflame.querier.traces.TraceStore;
import dev.spanflame.traceql.TraceQl;
import dev.spanflame.traceql.eval.NamedValue;
import dev.spanflame.traceql.search.SearchOptions;
import dev.spanflame.traceql.search.SearchPlan;
import dev.spanflame.traceql.search.SearchResult;
import dev.spanflame.traceql.search.SpanMatch;
import dev.spanflame.traceql.search.SpanSetMatch;
import dev.spanflame.traceql.search.TraceMatch;
import dev.spanflame.traceql.syntax.tree.Pipeline;
import dev.spanflame.traceql.syntax.tree.Query;
import dev.spanflame.traceql.syntax.tree.Stage;
import dev.spanflame.traceql.type.Value;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
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
    private static final List<Stage> PLACES = places();

    private final TraceStore store;

    SpanSelection(TraceStore store) {
        this.store = store;
    }

    /// Spans, the number of their traces, and whether there are more.
    record Spans(SpanSet set, int traces, boolean cut) {
        /// Samples of these spans.
        SampleFilter filter() {
            return new SampleFilter.OfSpanSet(set, true);
        }
    }

    /// The spans that `query` selects in traces of the window; throws [BackendException] of kind
    /// BAD_REQUEST for a query that cannot be used.
    Spans find(Caller caller, String query, TimeRange window) throws IOException {
        SearchPlan plan = TraceQl.compile(withThreads(TraceQl.parse(query)));
        SearchResult result = search(caller, plan, window, MAX_TRACES);
        SpanSet set = new SpanSet();
        int traces = 0;
        boolean cut = result.traces().size() >= MAX_TRACES;
        for (TraceMatch trace : result.traces()) {
            if (set.size() >= MAX_SPANS) {
                cut = true;
                break;
            }
            traces++;
            for (SpanSetMatch spans : trace.spanSets()) {
                for (SpanMatch span : spans.spans()) {
                    if (set.size() < MAX_SPANS) {
                        add(trace.traceId(), span, set);
                    } else {
                        cut = true;
                    }
                }
            }
        }
        return new Spans(set, traces, cut);
    }

    /// The spans behind a filter by ids, for samples that know thread and time alone; empty where it is not
    /// such a filter or names too many.
    Optional<SampleFilter> byThread(Caller caller, SampleFilter filter, TimeRange window) throws IOException {
        List<String> conditions = new ArrayList<>();
        switch (filter) {
            case SampleFilter.OfSpans(IdSet ids)
            when ids.size() <= IDS_OF_A_QUERY ->
                ids.forEach((_, low) -> conditions.add("span:id = \"" + Hex.of(low) + '"'));
            case SampleFilter.OfTraces(IdSet ids)
            when ids.size() <= IDS_OF_A_QUERY ->
                ids.forEach((high, low) -> conditions.add("trace:id = \"" + new TraceId(high, low).hex() + '"'));
            default -> {
                return Optional.empty();
            }
        }
        Spans found = find(caller, "{ " + String.join(" || ", conditions) + " }", window);
        return found.set().knowsThreads() ? Optional.of(found.filter()) : Optional.empty();
    }

    /// Throws [BackendException] of kind BAD_REQUEST for a query that measures or counts spans instead of
    /// selecting them.
    private static Pipeline pipeline(Query query) {
        if (query.root() instanceof Pipeline pipeline) {
            return pipeline;
        }
        throw BackendException.badRequest(
                "not_a_search",
                "the query makes series or a table; expected one that selects spans, such as { duration > 100ms }");
    }

    /// The same query, which tells of each span where it ran.
    private static Query withThreads(Query query) {
        Pipeline pipeline = pipeline(query);
        List<Stage> stages = new ArrayList<>(pipeline.stages());
        boolean ordered = stages.getLast() instanceof Stage.OrderBy;
        stages.addAll(ordered ? stages.size() - 1 : stages.size(), PLACES);
        return new Query(new Pipeline(stages, pipeline.at()), query.hints());
    }

    private static List<Stage> places() {
        String attributes =
                Instance.ATTRIBUTES.stream().map(name -> ", resource." + name).collect(Collectors.joining());
        Query query =
                TraceQl.parse("{} | select(span.thread.name, span.thread.id, resource.service.name" + attributes + ")");
        return query.root() instanceof Pipeline pipeline
                ? pipeline.stages().subList(1, pipeline.stages().size())
                : List.of();
    }

    private static void add(TraceId trace, SpanMatch span, SpanSet set) {
        int number = set.add(trace, span.spanId());
        String name = text(span, "thread.name");
        String id = text(span, "thread.id");
        if (name.isEmpty() && id.isEmpty()) {
            return;
        }
        Instance instance = Instance.ofResource(attribute -> text(span, attribute));
        long end = span.startNanos() + span.durationNanos();
        // a profile has the name of a thread, or its number where it knows no name
        set.ran(number, new SpanSet.Run(instance, name, span.startNanos(), end));
        set.ran(number, new SpanSet.Run(instance, id, span.startNanos(), end));
    }

    private static String text(SpanMatch span, String attribute) {
        for (NamedValue field : span.attributes()) {
            if (field.name().equals(attribute)) {
                return switch (field.value()) {
                    case Value.Text(String text) -> text;
                    case Value.Int(long number) -> String.valueOf(number);
                    default -> "";
                };
            }
        }
        return "";
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
