package dev.spanflame.querier.pyroscope;

import com.google.protobuf.Message;
import dev.spanflame.proto.edge.Route;
import dev.spanflame.proto.edge.Route.ErrorFormat;
import dev.spanflame.proto.edge.Route.TenantRule;
import dev.spanflame.proto.edge.RpcMethod;
import dev.spanflame.proto.google.v1.Profile;
import dev.spanflame.proto.querier.v1.AnalyzeQueryRequest;
import dev.spanflame.proto.querier.v1.AnalyzeQueryResponse;
import dev.spanflame.proto.querier.v1.DiffRequest;
import dev.spanflame.proto.querier.v1.DiffResponse;
import dev.spanflame.proto.querier.v1.ProfileTypesRequest;
import dev.spanflame.proto.querier.v1.ProfileTypesResponse;
import dev.spanflame.proto.querier.v1.SelectHeatmapRequest;
import dev.spanflame.proto.querier.v1.SelectHeatmapResponse;
import dev.spanflame.proto.querier.v1.SelectMergeProfileRequest;
import dev.spanflame.proto.querier.v1.SelectMergeSpanProfileRequest;
import dev.spanflame.proto.querier.v1.SelectMergeSpanProfileResponse;
import dev.spanflame.proto.querier.v1.SelectMergeStacktracesRequest;
import dev.spanflame.proto.querier.v1.SelectMergeStacktracesResponse;
import dev.spanflame.proto.querier.v1.SelectSeriesRequest;
import dev.spanflame.proto.querier.v1.SelectSeriesResponse;
import dev.spanflame.proto.querier.v1.SeriesRequest;
import dev.spanflame.proto.querier.v1.SeriesResponse;
import dev.spanflame.proto.types.v1.GetProfileStatsRequest;
import dev.spanflame.proto.types.v1.GetProfileStatsResponse;
import dev.spanflame.proto.types.v1.LabelNamesRequest;
import dev.spanflame.proto.types.v1.LabelNamesResponse;
import dev.spanflame.proto.types.v1.LabelValuesRequest;
import dev.spanflame.proto.types.v1.LabelValuesResponse;
import dev.spanflame.querier.links.Links;
import dev.spanflame.querier.profiles.ProfileStore;
import dev.spanflame.querier.symbols.NativeFrames;
import dev.spanflame.querier.traces.TraceStore;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// Everything that Pyroscope's clients ask profiles by. Thread-safe.
///
/// Every call may name several tenants, whose profiles are then seen as one. A call ends soon after its
/// caller went away or its deadline passed.
public final class PyroscopeApi {
    private static final String SERVICE = "querier.v1.QuerierService";
    private static final int MAX_REQUEST_BYTES = 4 << 20;

    private final ProfileQueries queries;
    private final Links links;
    private final InstantSource clock;
    private final LabelRpcs labels;
    private final StackRpcs stacks;
    private final SeriesRpcs series;
    private final AnalyzeRpc analyze;
    private final RenderRoute render;
    private final LegacyRoutes legacy;
    private final SeriesRoute seriesRoute;

    /// Over `store`; the flame graphs that are made at once may take about `maxQueryBytes` of heap.
    /// `natives` names the frames of native programs.
    public PyroscopeApi(ProfileStore store, InstantSource clock, long maxQueryBytes, NativeFrames natives) {
        this(store, clock, maxQueryBytes, new Sources(Optional.empty(), natives, Links.OWN));
    }

    /// What answers draw on beside profiles: with `traces`, the samples of a span are found by its thread
    /// and time where none of them names it; `natives` names the frames of native programs; `links` are
    /// those that answers can carry.
    public record Sources(Optional<TraceStore> traces, NativeFrames natives, Links links) {}

    /// The same with all `sources`.
    public PyroscopeApi(ProfileStore store, InstantSource clock, long maxQueryBytes, Sources sources) {
        this.links = sources.links();
        this.queries =
                new ProfileQueries(store, sources.traces().map(SpanSelection::new), maxQueryBytes, sources.natives());
        this.clock = clock;
        this.labels = new LabelRpcs(store, clock);
        this.stacks = new StackRpcs(queries);
        this.series = new SeriesRpcs(queries);
        this.analyze = new AnalyzeRpc(queries);
        this.render = new RenderRoute(queries, clock, links);
        this.legacy = new LegacyRoutes(queries, clock);
        this.seriesRoute = new SeriesRoute(queries, clock);
    }

    /// The endpoints of plain HTTP.
    public List<Route> routes() {
        return List.of(
                get("/pyroscope/render", render::render),
                get("/pyroscope/render-diff", render::diff),
                get("/pyroscope/label-values", legacy::values),
                get("/pyroscope/labels", legacy::labels),
                get("/pyroscope/api/apps", legacy::apps),
                get("/label-values", legacy::values),
                get("/labels", legacy::labels),
                get("/api/apps", legacy::apps),
                get("/render", render::render),
                get("/render-diff", render::diff),
                get("/api/v2/profile-series", seriesRoute::series));
    }

    /// The endpoints that join spans and profiles: `/api/v2/flamegraph` and what is below it.
    public List<Route> spanRoutes(TraceStore traces) {
        SpanFlameGraphs graphs = new SpanFlameGraphs(queries, new SpanSelection(traces), clock, links);
        return List.of(
                get("/api/v2/flamegraph", graphs::flameGraph),
                get("/api/v2/flamegraph/diff", graphs::diff),
                get("/api/v2/flamegraph/spans", graphs::spans));
    }

    private static Route get(String path, Route.Handler handler) {
        return new Route(Set.of("GET"), path, 0, TenantRule.MANY, ErrorFormat.CONNECT, handler);
    }

    /// The procedures of `querier.v1.QuerierService`.
    public List<RpcMethod> methods() {
        return List.of(
                method(
                        "ProfileTypes",
                        ProfileTypesRequest.getDefaultInstance(),
                        ProfileTypesResponse.getDefaultInstance(),
                        labels::types),
                method(
                        "LabelNames",
                        LabelNamesRequest.getDefaultInstance(),
                        LabelNamesResponse.getDefaultInstance(),
                        labels::names),
                method(
                        "LabelValues",
                        LabelValuesRequest.getDefaultInstance(),
                        LabelValuesResponse.getDefaultInstance(),
                        labels::values),
                method(
                        "Series",
                        SeriesRequest.getDefaultInstance(),
                        SeriesResponse.getDefaultInstance(),
                        labels::series),
                method(
                        "GetProfileStats",
                        GetProfileStatsRequest.getDefaultInstance(),
                        GetProfileStatsResponse.getDefaultInstance(),
                        labels::stats),
                method(
                        "SelectSeries",
                        SelectSeriesRequest.getDefaultInstance(),
                        SelectSeriesResponse.getDefaultInstance(),
                        series::series),
                method(
                        "SelectMergeStacktraces",
                        SelectMergeStacktracesRequest.getDefaultInstance(),
                        SelectMergeStacktracesResponse.getDefaultInstance(),
                        stacks::stacktraces),
                method(
                        "SelectMergeSpanProfile",
                        SelectMergeSpanProfileRequest.getDefaultInstance(),
                        SelectMergeSpanProfileResponse.getDefaultInstance(),
                        stacks::spanProfile),
                method(
                        "SelectMergeProfile",
                        SelectMergeProfileRequest.getDefaultInstance(),
                        Profile.getDefaultInstance(),
                        stacks::profile),
                method(
                        "SelectHeatmap",
                        SelectHeatmapRequest.getDefaultInstance(),
                        SelectHeatmapResponse.getDefaultInstance(),
                        series::heatMap),
                method("Diff", DiffRequest.getDefaultInstance(), DiffResponse.getDefaultInstance(), stacks::diff),
                method(
                        "AnalyzeQuery",
                        AnalyzeQueryRequest.getDefaultInstance(),
                        AnalyzeQueryResponse.getDefaultInstance(),
                        analyze::analyze));
    }

    private static <Q extends Message, R extends Message> RpcMethod method(
            String name, Q request, R reply, RpcMethod.Unary<Q, R> call) {
        return RpcMethod.unary(
                SERVICE, name, TenantRule.MANY, MAX_REQUEST_BYTES, new RpcMethod.Codec<>(request, reply), call);
    }
}
