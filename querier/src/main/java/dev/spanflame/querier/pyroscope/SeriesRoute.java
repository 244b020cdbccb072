package dev.spanflame.querier.pyroscope;

import dev.spanflame.block.profile.SeriesRequest;
import dev.spanflame.block.profile.SeriesRequest.Aggregation;
import dev.spanflame.block.profile.StackPattern;
import dev.spanflame.model.BackendException;
import dev.spanflame.proto.edge.HttpCall;
import dev.spanflame.proto.edge.HttpReply;
import dev.spanflame.proto.edge.ProtoJson;
import dev.spanflame.proto.edge.QueryParameters;
import dev.spanflame.proto.querier.v1.SelectSeriesResponse;
import dev.spanflame.querier.profiles.ExemplarKind;
import dev.spanflame.querier.profiles.PointSeries;
import dev.spanflame.querier.profiles.PointSeries.Narrowing;
import dev.spanflame.querier.pyroscope.ProfileQueries.Asked;
import java.io.IOException;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;

/// `GET /api/v2/profile-series`: series of the stacks of one function, of functions by regular expression, or of a call
/// site, which Pyroscope's API cannot name. The answer is that of `SelectSeries`. Thread-safe.
final class SeriesRoute {
    private final ProfileQueries queries;
    private final InstantSource clock;

    SeriesRoute(ProfileQueries queries, InstantSource clock) {
        this.queries = queries;
        this.clock = clock;
    }

    HttpReply series(HttpCall call) throws IOException {
        QueryParameters query = call.query();
        Asked asked = new RenderParameters(query, clock).asked("");
        Window window = asked.selected().window();
        Aggregation aggregation =
                query.firstOr("aggregation", "sum").equals("avg") ? Aggregation.AVERAGE : Aggregation.SUM;
        SeriesRequest request =
                asked.selected().series(call.caller(), stepMillis(query, window), query.all("groupBy"), aggregation);
        Narrowing narrowing = new Narrowing(
                stacks(query).map(one -> queries.wanted(call.caller(), one)),
                asked.drawing().filter());
        ExemplarKind kind = kind(query.firstOr("exemplars", "none"));
        List<PointSeries.WithExemplars> series = queries.ask(
                call.caller(),
                window.earlier(request.stepMillis()),
                partitions -> PointSeries.of(partitions, request, narrowing, kind));
        SelectSeriesResponse.Builder response = SelectSeriesResponse.newBuilder();
        series.forEach(one -> response.addSeries(Messages.of(one)));
        return HttpReply.json(ProtoJson.print(response.build()));
    }

    /// The stacks that at most one of `function`, `matching` and `callSite` names; throws
    /// [BackendException] of kind BAD_REQUEST for several.
    static Optional<StackPattern> stacks(QueryParameters query) {
        List<String> path = query.all("callSite");
        String function = query.firstOr("function", "");
        String matching = query.firstOr("matching", "");
        int given = (path.isEmpty() ? 0 : 1) + (function.isEmpty() ? 0 : 1) + (matching.isEmpty() ? 0 : 1);
        if (given > 1) {
            throw BackendException.badRequest(
                    "conflicting_functions",
                    "expected one of 'function' (a name), 'matching' (a regular expression) and 'callSite' (a name for"
                            + " each frame from the outermost on); given are " + given);
        }
        if (!path.isEmpty()) {
            return Optional.of(new StackPattern.CallSite(path));
        }
        if (!matching.isEmpty()) {
            return Optional.of(StackPattern.Matching.parse(matching));
        }
        return function.isEmpty() ? Optional.empty() : Optional.of(new StackPattern.Function(function));
    }

    private static long stepMillis(QueryParameters query, Window window) {
        String text = query.firstOr("step", "");
        if (text.isEmpty()) {
            return Timeline.stepSeconds(window) * 1_000;
        }
        try {
            return SeriesRpcs.stepMillis(Double.parseDouble(text));
        } catch (NumberFormatException _) {
            String shown = text.length() > 60 ? text.substring(0, 60) + "..." : text;
            throw BackendException.badRequest("invalid_step", "step is '" + shown + "'; expected seconds such as 0.1");
        }
    }

    private static ExemplarKind kind(String text) {
        return switch (text) {
            case "none" -> ExemplarKind.NONE;
            case "profile" -> ExemplarKind.PROFILE;
            case "span" -> ExemplarKind.SPAN;
            default ->
                throw BackendException.badRequest(
                        "invalid_exemplars", "exemplars is not valid; expected none, profile or span");
        };
    }
}
