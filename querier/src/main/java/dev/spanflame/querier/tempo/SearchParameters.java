package dev.spanflame.querier.tempo;

import dev.spanflame.model.BackendException;
import dev.spanflame.model.TimeRange;
import dev.spanflame.proto.edge.QueryParameters;
import dev.spanflame.proto.tempopb.SearchRequest;
import dev.spanflame.querier.tempo.parameter.Logfmt;
import dev.spanflame.querier.tempo.parameter.Shown;
import dev.spanflame.querier.tempo.parameter.TimeParameters;
import dev.spanflame.traceql.TraceQl;
import dev.spanflame.traceql.search.SearchOptions;
import dev.spanflame.traceql.syntax.DurationText;
import dev.spanflame.traceql.syntax.tree.Pipeline;
import dev.spanflame.traceql.syntax.tree.Query;
import dev.spanflame.traceql.syntax.tree.Stage;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;

/// What a search was asked for. `byTags` searches show no spansets; `spansPerSpanSet` is
/// [Integer#MAX_VALUE] for all.
public record SearchParameters(Query query, boolean byTags, TimeRange window, int limit, int spansPerSpanSet) {
    private static final int MAX_LIMIT = 262_144;
    private static final long NANOS_PER_MILLI = 1_000_000;
    private static final int MAX_SPANS_PER_SPAN_SET = 100;
    private static final Set<String> NO_TAGS =
            Set.of("q", "tags", "minDuration", "maxDuration", "limit", "start", "end", "since", "spss", "links");

    /// Which traces are wanted: by TraceQL or by tags, and by bounds in nanoseconds for their length,
    /// -1
    /// for none.
    private record Wanted(String query, Map<String, String> tags, long min, long max) {}

    /// Reads the parameters of `/api/search`; throws [BackendException] of kind BAD_REQUEST for one that
    /// cannot be used.
    static SearchParameters of(QueryParameters given) {
        String q = given.firstOr("q", "");
        String tags = given.firstOr("tags", "");
        if (!q.isBlank() && !tags.isBlank()) {
            throw refused("q and tags are both given; give one of them");
        }
        Wanted wanted = new Wanted(
                q,
                q.isBlank() ? tags(given, tags) : Map.of(),
                nanos(given, "minDuration"),
                nanos(given, "maxDuration"));
        return of(
                wanted,
                TimeParameters.window(given),
                number(given, "limit", SearchOptions.DEFAULT_LIMIT),
                number(given, "spss", SearchOptions.DEFAULT_SPANS_PER_SPAN_SET));
    }

    /// Reads a request by gRPC, where 0 and nothing cannot be told apart: it asks for the default.
    ///
    /// Throws [BackendException] of kind BAD_REQUEST for what cannot be used.
    public static SearchParameters of(SearchRequest given) {
        if (!given.getQuery().isBlank() && given.getTagsCount() > 0) {
            throw refused("Query and Tags are both given; give one of them");
        }
        long min = Integer.toUnsignedLong(given.getMinDurationMs());
        long max = Integer.toUnsignedLong(given.getMaxDurationMs());
        Wanted wanted = new Wanted(
                given.getQuery(),
                given.getTagsMap(),
                min == 0 ? -1 : min * NANOS_PER_MILLI,
                max == 0 ? -1 : max * NANOS_PER_MILLI);
        long limit = Integer.toUnsignedLong(given.getLimit());
        long spss = Integer.toUnsignedLong(given.getSpansPerSpanSet());
        return of(
                wanted,
                TimeParameters.window(Integer.toUnsignedLong(given.getStart()), Integer.toUnsignedLong(given.getEnd())),
                limit == 0 ? SearchOptions.DEFAULT_LIMIT : limit,
                spss == 0 ? SearchOptions.DEFAULT_SPANS_PER_SPAN_SET : spss);
    }

    private static SearchParameters of(Wanted wanted, TimeRange window, long limit, long spss) {
        if (wanted.min >= 0 && wanted.max >= 0 && wanted.max < wanted.min) {
            throw refused("maxDuration is less than minDuration");
        }
        check("limit", limit, 1, MAX_LIMIT);
        check("spss", spss, 0, MAX_SPANS_PER_SPAN_SET);
        boolean byTags = wanted.query.isBlank();
        Query query = byTags
                ? TraceQl.parse(TagQuery.of(wanted.tags, wanted.min, wanted.max))
                : bounded(TraceQl.parse(wanted.query), TagQuery.durations(wanted.min, wanted.max));
        return new SearchParameters(query, byTags, window, (int) limit, spss == 0 ? Integer.MAX_VALUE : (int) spss);
    }

    /// The tags of `tags`; where neither it nor a time is given, every parameter of an unknown name is a
    /// tag, as very old Grafanas send them.
    private static Map<String, String> tags(QueryParameters given, String tags) {
        if (!tags.isBlank()
                || !given.firstOr("since", "").isEmpty()
                || !given.firstOr("start", "").isEmpty()
                || !given.firstOr("end", "").isEmpty()) {
            return Logfmt.parse(tags);
        }
        Map<String, String> found = new LinkedHashMap<>();
        for (String name : given.names()) {
            if (!NO_TAGS.contains(name)) {
                found.put(name, given.firstOr(name, ""));
            }
        }
        return found;
    }

    /// `query` over traces of certain lengths alone.
    private static Query bounded(Query query, String durations) {
        if (durations.isEmpty() || !(query.root() instanceof Pipeline pipeline)) {
            return query;
        }
        Query bound = TraceQl.parse("{ " + durations + " }");
        List<Stage> stages = new ArrayList<>(((Pipeline) bound.root()).stages());
        stages.addAll(pipeline.stages());
        return new Query(new Pipeline(stages, pipeline.at()), query.hints());
    }

    private static long nanos(QueryParameters given, String name) {
        String text = given.firstOr(name, "");
        if (text.isEmpty() || text.equals("0")) {
            return -1;
        }
        OptionalLong nanos = DurationText.parse(text);
        if (nanos.isEmpty() || nanos.getAsLong() < 0) {
            throw refused(name + " is '" + Shown.of(text) + "'; expected a duration such as 100ms or 1m30s");
        }
        return nanos.getAsLong();
    }

    private static long number(QueryParameters given, String name, int fallback) {
        String text = given.firstOr(name, "");
        if (text.isEmpty()) {
            return fallback;
        }
        try {
            return Long.parseLong(text);
        } catch (NumberFormatException _) {
            throw refused(name + " is '" + Shown.of(text) + "'; expected a number");
        }
    }

    private static void check(String name, long count, int min, int max) {
        if (count < min || count > max) {
            throw refused(name + " is " + count + "; expected a number from " + min + " to " + max);
        }
    }

    private static BackendException refused(String message) {
        return BackendException.badRequest("invalid_search_parameter", message);
    }
}
