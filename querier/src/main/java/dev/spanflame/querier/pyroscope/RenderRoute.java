package dev.spanflame.querier.pyroscope;

import dev.spanflame.block.profile.SampleFilter;
import dev.spanflame.block.profile.SeriesRequest.Aggregation;
import dev.spanflame.block.profile.SeriesSums;
import dev.spanflame.model.BackendException;
import dev.spanflame.model.ErrorKind;
import dev.spanflame.model.TimeRange;
import dev.spanflame.model.profile.FlameGraph;
import dev.spanflame.proto.edge.HttpCall;
import dev.spanflame.proto.edge.HttpReply;
import dev.spanflame.proto.edge.QueryParameters;
import dev.spanflame.proto.pyroscope.AtTime;
import dev.spanflame.querier.pyroscope.ProfileQueries.Drawing;
import dev.spanflame.querier.pyroscope.ProfileQueries.Selected;
import java.io.IOException;
import java.time.InstantSource;
import java.util.List;

/// `GET /pyroscope/render`: a flame graph with a timeline in one JSON document. Thread-safe.
final class RenderRoute {
    private static final long MILLI = 1_000_000;

    private final ProfileQueries queries;
    private final InstantSource clock;

    RenderRoute(ProfileQueries queries, InstantSource clock) {
        this.queries = queries;
        this.clock = clock;
    }

    HttpReply render(HttpCall call) throws IOException {
        QueryParameters query = call.query();
        String format = query.firstOr("format", "json");
        if (format.equals("dot")) {
            throw new BackendException(
                    ErrorKind.UNIMPLEMENTED,
                    "not_yet_supported",
                    "format=dot is not yet supported; leave 'format' out for JSON");
        }
        Window window = window(query);
        Selected selected = selected(query.firstOr("query", ""), window);
        FlameGraph graph =
                queries.flameGraph(call.caller(), selected, new Drawing(SampleFilter.ALL, List.of(), maxNodes(query)));
        List<String> groupBy = query.all("groupBy").stream()
                .filter(name -> !name.isEmpty())
                .limit(1)
                .toList();
        Aggregation aggregation =
                query.firstOr("aggregation", "sum").equals("avg") ? Aggregation.AVERAGE : Aggregation.SUM;
        long step = Timeline.stepSeconds(window);
        List<SeriesSums.Series> timeline =
                queries.series(call.caller(), selected, step * 1_000, List.of(), aggregation);
        List<SeriesSums.Series> groups = groupBy.isEmpty()
                ? List.of()
                : queries.series(call.caller(), selected, step * 1_000, groupBy, aggregation);
        return HttpReply.json(new Flamebearer(selected.type(), window, step).json(graph, timeline, groups));
    }

    /// `query` is a selector whose name is the profile type: `process_cpu:cpu:nanoseconds:cpu:nanoseconds{...}`.
    private static Selected selected(String query, Window window) {
        int braces = query.indexOf('{');
        String type = (braces < 0 ? query : query.substring(0, braces)).strip();
        if (type.isEmpty()) {
            throw BackendException.badRequest(
                    "missing_query",
                    "parameter 'query' has no profile type; expected for example"
                            + " process_cpu:cpu:nanoseconds:cpu:nanoseconds{service_name=\"checkout\"}");
        }
        return Selected.parse(type, braces < 0 ? "{}" : query.substring(braces), window);
    }

    private Window window(QueryParameters query) {
        long now = TimeRange.nanosOf(clock.instant());
        long from = Math.floorDiv(AtTime.parse(query.firstOr("from", ""), now), MILLI);
        long until = Math.floorDiv(AtTime.parse(query.firstOr("until", ""), now), MILLI);
        if (from == until) {
            throw BackendException.badRequest(
                    "missing_time_range", "'from' and 'until' are the same instant; expected a range of time");
        }
        return Window.of(from, until);
    }

    /// What is no number counts as none.
    private static int maxNodes(QueryParameters query) {
        String text = query.firstOr("max-nodes", query.firstOr("maxNodes", "0"));
        try {
            return MaxNodes.of(Long.parseLong(text));
        } catch (NumberFormatException _) {
            return MaxNodes.DEFAULT;
        }
    }
}
