package dev.spanflame.querier.pyroscope;

import dev.spanflame.block.profile.SeriesRequest.Aggregation;
import dev.spanflame.block.profile.SeriesSums;
import dev.spanflame.model.profile.FlameGraph;
import dev.spanflame.model.profile.FlameGraphDiff;
import dev.spanflame.model.profile.ProfileType;
import dev.spanflame.proto.edge.HttpCall;
import dev.spanflame.proto.edge.HttpReply;
import dev.spanflame.proto.edge.QueryParameters;
import dev.spanflame.querier.links.LinkedReplies;
import dev.spanflame.querier.links.Links;
import dev.spanflame.querier.pyroscope.ProfileQueries.Asked;
import dev.spanflame.querier.pyroscope.ProfileQueries.Selected;
import dev.spanflame.querier.pyroscope.export.CallTree;
import dev.spanflame.querier.pyroscope.export.DotDiff;
import dev.spanflame.querier.pyroscope.export.DotGraph;
import dev.spanflame.querier.pyroscope.export.PprofWriter;
import java.io.IOException;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/// `GET /pyroscope/render` and `/pyroscope/render-diff`: a flame graph with a timeline in one JSON
/// document, or in one of the formats of [StackReplies]. Thread-safe.
final class RenderRoute {
    private final ProfileQueries queries;
    private final StackReplies replies;
    private final InstantSource clock;
    private final Links links;

    RenderRoute(ProfileQueries queries, InstantSource clock, Links links) {
        this.queries = queries;
        this.replies = new StackReplies(queries);
        this.clock = clock;
        this.links = links;
    }

    HttpReply render(HttpCall call) throws IOException {
        RenderParameters parameters = new RenderParameters(call.query(), clock);
        Asked asked = parameters.asked("");
        Optional<HttpReply> other = replies.reply(call.caller(), asked, StackReplies.Form.of(parameters));
        HttpReply reply = other.isPresent() ? other.get() : document(call, asked);
        return LinkedReplies.profiles(call, reply, toTraces(asked.selected(), traceQl(call.query(), asked.selected())));
    }

    /// The links from the selected profiles to the traces that `query` finds.
    List<Links.Link> toTraces(Selected selected, String query) {
        return links.toTraces(
                query, selected.window().startMillis(), selected.window().endMillis());
    }

    /// TraceQL for the traces that ran the profiles: those of the given ids, or else those of the
    /// service.
    private String traceQl(QueryParameters query, Selected selected) {
        List<String> conditions = new ArrayList<>();
        query.all("spanId").forEach(id -> conditions.add("span:id = \"" + id.toLowerCase(Locale.ROOT) + '"'));
        query.all("traceId").forEach(id -> conditions.add("trace:id = \"" + id.toLowerCase(Locale.ROOT) + '"'));
        return conditions.isEmpty()
                ? links.traceQlOf(selected.matchers())
                : "{ " + String.join(" || ", conditions) + " }";
    }

    /// The JSON document of a flame graph with its timeline.
    HttpReply document(HttpCall call, Asked asked) throws IOException {
        Selected selected = asked.selected();
        FlameGraph graph = queries.flameGraph(call.caller(), selected, asked.drawing());
        List<String> groupBy = call.query().all("groupBy").stream()
                .filter(name -> !name.isEmpty())
                .limit(1)
                .toList();
        Aggregation aggregation =
                call.query().firstOr("aggregation", "sum").equals("avg") ? Aggregation.AVERAGE : Aggregation.SUM;
        long step = Timeline.stepSeconds(selected.window());
        long millis = step * 1_000;
        List<SeriesSums.Series> timeline = queries.series(
                call.caller(), asked.drawing(), selected.series(call.caller(), millis, List.of(), aggregation));
        List<SeriesSums.Series> groups = groupBy.isEmpty()
                ? List.of()
                : queries.series(
                        call.caller(), asked.drawing(), selected.series(call.caller(), millis, groupBy, aggregation));
        return HttpReply.json(new Flamebearer(selected.type(), selected.window(), step).json(graph, timeline, groups));
    }

    HttpReply diff(HttpCall call) throws IOException {
        RenderParameters parameters = new RenderParameters(call.query(), clock);
        Asked left = parameters.asked("left");
        Asked right = parameters.asked("right");
        HttpReply reply = diff(call, left, right, parameters);
        return LinkedReplies.profiles(call, reply, toTraces(right.selected(), traceQl(call.query(), right.selected())));
    }

    /// The difference of two selections of one type; `format` is `json`, `dot` or `pprof`.
    HttpReply diff(HttpCall call, Asked left, Asked right, RenderParameters parameters) throws IOException {
        ProfileQueries.requireOneType(left, right);
        String format = call.query().firstOr("format", "json");
        if (format.equals("dot")) {
            return StackReplies.text("text/vnd.graphviz", dot(call, left, right));
        }
        if (format.equals("pprof")) {
            return StackReplies.file(pprof(call, left, right, parameters.maxNodesOrMost()), "diff.pb.gz");
        }
        FlameGraphDiff diff = queries.diff(call.caller(), left, right, parameters.maxNodes());
        return HttpReply.json(
                diffDocument(left.selected().type(), right.selected().window(), diff));
    }

    /// The document of a difference.
    static byte[] diffDocument(ProfileType type, Window window, FlameGraphDiff diff) throws IOException {
        return new Flamebearer(type, window, 1).json(diff);
    }

    private String dot(HttpCall call, Asked left, Asked right) throws IOException {
        CallTree base = queries.stacks(call.caller(), left, forest -> CallTree.of(forest, DotGraph.MAX_NODES));
        CallTree now = queries.stacks(call.caller(), right, forest -> CallTree.of(forest, DotGraph.MAX_NODES));
        return DotDiff.of(base, now, right.selected().type());
    }

    /// Right minus left, as `pprof -diff_base` has it.
    private byte[] pprof(HttpCall call, Asked left, Asked right, int maxNodes) throws IOException {
        CallTree base = queries.code(call.caller(), left, forest -> CallTree.of(forest, maxNodes));
        CallTree now = queries.code(call.caller(), right, forest -> CallTree.of(forest, maxNodes));
        return new PprofWriter(
                        right.selected().type(), right.selected().window().nanos(), PprofWriter.Shape.WHOLE)
                .subtract(base)
                .add(now)
                .gzip();
    }
}
