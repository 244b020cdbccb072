package dev.spanflame.querier.tempo;

import dev.spanflame.proto.edge.Route;
import dev.spanflame.querier.gate.QueryGate;
import dev.spanflame.querier.links.LinkedReplies;
import dev.spanflame.querier.links.Links;
import dev.spanflame.querier.tempo.diff.TraceDiffEndpoint;
import dev.spanflame.querier.tempo.parameter.FormParameters;
import dev.spanflame.querier.tempo.table.StatsEndpoint;
import dev.spanflame.querier.traces.TraceStore;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;

/// The endpoints of Tempo's HTTP API, for port 3200. Thread-safe.
///
/// Errors are plain text. Whatever the API has no field for goes into response headers: Grafana refuses
/// unknown fields.
public final class TempoApi {
    private final List<Route> routes;

    /// An API over `store`, whose queries all pass `gate`; `build` is what it says of itself.
    public TempoApi(TraceStore store, QueryGate gate, BuildInfo build) {
        this(store, gate, build, Links.OWN);
    }

    /// The same, whose answers can carry `links`.
    public TempoApi(TraceStore store, QueryGate gate, BuildInfo build, Links links) {
        List<Route> all = new ArrayList<>();
        all.addAll(new StatusEndpoints(build).routes());
        all.add(new TraceDiffEndpoint(store, gate).route());
        all.addAll(new TraceByIdEndpoints(store, gate, new LinkedReplies(links)).routes());
        List<Route> queries =
                new ArrayList<>(List.of(new SearchEndpoint(store, gate, new LinkedReplies(links)).route()));
        long maxBytes = gate.limits().maxResultBytes();
        TagEndpoints tags =
                new TagEndpoints(new TagNameAnswers(store, gate), new TagValueAnswers(store, gate), maxBytes);
        queries.addAll(tags.routes());
        queries.add(new StatsEndpoint(store, gate, InstantSource.system()).route());
        queries.addAll(new MetricsEndpoints(store, gate, InstantSource.system()).routes());
        queries.forEach(query -> all.add(FormParameters.added(query)));
        routes = List.copyOf(all);
    }

    /// All endpoints.
    public List<Route> routes() {
        return routes;
    }
}
