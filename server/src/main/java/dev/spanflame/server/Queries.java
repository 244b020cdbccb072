package dev.spanflame.server;

import dev.spanflame.block.overrides.OverridesStore;
import dev.spanflame.block.symbols.SymbolObjects;
import dev.spanflame.model.metric.Meters;
import dev.spanflame.proto.edge.Route;
import dev.spanflame.proto.edge.RpcMethod;
import dev.spanflame.querier.damage.DamagedBlocks;
import dev.spanflame.querier.gate.QueryGate;
import dev.spanflame.querier.gate.QueryLimits;
import dev.spanflame.querier.links.Links;
import dev.spanflame.querier.mcp.McpApi;
import dev.spanflame.querier.profiles.ProfileStore;
import dev.spanflame.querier.pyroscope.PyroscopeApi;
import dev.spanflame.querier.pyroscope.tenant.TenantApi;
import dev.spanflame.querier.pyroscope.vcs.VcsApi;
import dev.spanflame.querier.symbols.NativeFrames;
import dev.spanflame.querier.symbols.SymbolSettings;
import dev.spanflame.querier.symbols.Symbolizer;
import dev.spanflame.querier.tempo.BuildInfo;
import dev.spanflame.querier.tempo.TempoApi;
import dev.spanflame.querier.tempo.overrides.OverridesApi;
import dev.spanflame.querier.tempo.stream.StreamingQuerier;
import dev.spanflame.querier.traces.TraceStore;
import dev.spanflame.querier.traces.TraceStoreSettings;
import dev.spanflame.server.config.Configuration;
import dev.spanflame.server.config.Query;
import dev.spanflame.server.config.Symbols;
import java.net.URI;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/// The query APIs of a process; none where its role does not answer queries.
final class Queries {
    private static final int MAX_WAITING_PER_TENANT = 200;

    private final List<Route> tempo;
    private final List<RpcMethod> tempoMethods;
    private final List<Route> pyroscope;
    private final List<RpcMethod> pyroscopeMethods;
    private final QueryGate gate;

    Queries(Backend backend, Configuration configuration, Meters meters) {
        Query settings = configuration.query();
        gate = new QueryGate(new QueryLimits(
                settings.maxConcurrent(), MAX_WAITING_PER_TENANT, settings.timeout(), resultBytes(settings)));
        if (!backend.answersQueries()) {
            tempo = List.of();
            tempoMethods = List.of();
            pyroscope = List.of();
            pyroscopeMethods = List.of();
            return;
        }
        TraceStoreSettings defaults = TraceStoreSettings.DEFAULTS;
        DamagedBlocks damaged = new DamagedBlocks(InstantSource.system(), meters);
        TraceStore traces = new TraceStore(
                backend.live(),
                backend.logs(),
                backend.traceBlocks(),
                new TraceStoreSettings(
                        settings.traceSlack(), defaults.snapshotAge(), defaults.maxTraceSpans(), defaults.mergeSpans()),
                damaged);
        Links links = new Links(configuration.links().settings());
        BuildInfo build = new BuildInfo(Main.version(), "", "", "");
        List<Route> tempoRoutes = new ArrayList<>(new TempoApi(traces, gate, build, links).routes());
        tempoRoutes.addAll(new OverridesApi(new OverridesStore(backend.store(), new SecureRandom())).routes());
        tempoMethods = new StreamingQuerier(traces, gate, InstantSource.system()).methods();
        ProfileStore profiles = new ProfileStore(backend.live(), backend.logs(), backend.profileBlocks(), damaged);
        PyroscopeApi api = new PyroscopeApi(
                profiles,
                InstantSource.system(),
                resultBytes(settings),
                new PyroscopeApi.Sources(Optional.of(traces), natives(backend, configuration.symbols()), links));
        GatedCalls gated = new GatedCalls(gate);
        TenantApi kept = new TenantApi(backend.store(), InstantSource.system(), new SecureRandom(), Main.version());
        pyroscope = Stream.of(api.routes(), api.spanRoutes(traces), kept.routes())
                .flatMap(List::stream)
                .map(gated::route)
                .toList();
        if (settings.mcp()) {
            List<Route> asked =
                    Stream.concat(tempoRoutes.stream(), pyroscope.stream()).toList();
            tempoRoutes.add(
                    new McpApi(asked, settings.mcpOriginList(), InstantSource.system(), Main.version()).route());
        }
        tempo = List.copyOf(tempoRoutes);
        VcsApi sources = new VcsApi(configuration.sourceView().settings(), InstantSource.system(), new SecureRandom());
        pyroscopeMethods = Stream.of(api.methods(), kept.methods(), sources.methods())
                .flatMap(List::stream)
                .map(gated::method)
                .toList();
    }

    private static NativeFrames natives(Backend backend, Symbols symbols) {
        List<URI> servers = Stream.of(symbols.debuginfod().split(" "))
                .filter(server -> !server.isEmpty())
                .map(URI::create)
                .toList();
        SymbolSettings settings = new SymbolSettings(
                servers,
                symbols.maxFileBytes().bytes(),
                symbols.quota(),
                symbols.timeout(),
                symbols.cacheBytes().bytes());
        return new NativeFrames(new Symbolizer(new SymbolObjects(backend.store()), settings, InstantSource.system()));
    }

    private static long resultBytes(Query settings) {
        return HeapShare.of(settings.maxBytes().bytes(), 4, 1);
    }

    /// What all queries pass.
    QueryGate gate() {
        return gate;
    }

    List<Route> tempoRoutes() {
        return tempo;
    }

    List<RpcMethod> tempoMethods() {
        return tempoMethods;
    }

    List<Route> pyroscopeRoutes() {
        return pyroscope;
    }

    List<RpcMethod> pyroscopeMethods() {
        return pyroscopeMethods;
    }
}
