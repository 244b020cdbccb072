package dev.spanflame.querier.tempo;

import dev.spanflame.model.BackendException;
import dev.spanflame.model.TimeRange;
import dev.spanflame.proto.edge.QueryParameters;
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

/// What `/api/search` was asked for. `byTags` searches show no spansets.
record SearchParameters(Query query, boolean byTags, TimeRange window, int limit, int spansPerSpanSet) {
    private static final int MAX_LIMIT = 262_144;
    private static final int MAX_SPANS_PER_SPAN_SET = 100;
    private static final Set<String> NO_TAGS =
            Set.of("q", "tags", "minDuration", "maxDuration", "limit", "start", "end", "spss");

    /// Reads the parameters; throws [BackendException] of kind BAD_REQUEST for one that cannot be used.
    static SearchParameters of(QueryParameters given) {
        String q = given.firstOr("q", "");
        String tags = given.firstOr("tags", "");
        if (!q.isBlank() && !tags.isBlank()) {
            throw refused("q and tags are both given; give one of them");
        }
        if (!given.firstOr("since", "").isEmpty()) {
            throw refused("since is not supported; give start and end in seconds since the epoch");
        }
        long min = nanos(given, "minDuration");
        long max = nanos(given, "maxDuration");
        if (min >= 0 && max >= 0 && max < min) {
            throw refused("maxDuration is less than minDuration");
        }
        boolean byTags = q.isBlank();
        Query query = byTags
                ? TraceQl.parse(TagQuery.of(tags(given, tags), min, max))
                : bounded(TraceQl.parse(q), TagQuery.durations(min, max));
        int limit = count(given, "limit", SearchOptions.DEFAULT_LIMIT, 1, MAX_LIMIT);
        int spss = count(given, "spss", SearchOptions.DEFAULT_SPANS_PER_SPAN_SET, 0, MAX_SPANS_PER_SPAN_SET);
        return new SearchParameters(
                query, byTags, TimeParameters.window(given), limit, spss == 0 ? Integer.MAX_VALUE : spss);
    }

    /// The tags of `tags`; where neither it nor a time is given, every parameter of an unknown name is a tag, as very
    /// old Grafanas send them.
    private static Map<String, String> tags(QueryParameters given, String tags) {
        if (!tags.isBlank()
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

    private static int count(QueryParameters given, String name, int fallback, int min, int max) {
        String text = given.firstOr(name, "");
        if (text.isEmpty()) {
            return fallback;
        }
        try {
            long count = Long.parseLong(text);
            if (count >= min && count <= max) {
                return (int) count;
            }
        } catch (NumberFormatException _) {
            // refused below
        }
        throw refused(name + " is '" + Shown.of(text) + "'; expected a number from " + min + " to " + max);
    }

    private static BackendException refused(String message) {
        return BackendException.badRequest("invalid_search_parameter", message);
    }
}
