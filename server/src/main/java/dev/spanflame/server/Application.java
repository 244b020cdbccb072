package dev.spanflame.server;

import dev.spanflame.block.symbols.SymbolObjects;
import dev.spanflame.generator.EdgeApi;
import dev.spanflame.generator.ScrapeApi;
import dev.spanflame.ingester.Ingester;
import dev.spanflame.ingester.receive.AgentControl;
import dev.spanflame.ingester.receive.DebuginfoUploads;
import dev.spanflame.ingester.receive.OtlpProfiles;
import dev.spanflame.ingester.receive.OtlpTraces;
import dev.spanflame.ingester.receive.PyroscopePush;
import dev.spanflame.ingester.receive.UnstoredSignals;
import dev.spanflame.proto.edge.Route;
import dev.spanflame.proto.edge.RpcMethod;
import dev.spanflame.server.config.Configuration;
import dev.spanflame.server.config.Limits;
import dev.spanflame.server.config.Listen;
import dev.spanflame.server.edge.EdgeMeters;
import dev.spanflame.server.log.Logging;
import dev.spanflame.server.metrics.PrometheusMeters;
import dev.spanflame.server.warm.OtherWork;
import dev.spanflame.server.warm.WarmUp;
import java.io.IOException;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/// Opens the parts and the ports of a configuration and closes them when the process is told to end.
///
/// The query port opens first, so that `/ready` can say what the process waits for; the ports for data
/// open when all acknowledged data can be queried.
final class Application implements AutoCloseable {
    private static final System.Logger LOG = System.getLogger("server");

    private final Configuration configuration;
    private final PrometheusMeters meters = new PrometheusMeters(Main.version());
    private final Backend backend;
    private final Ports ports;
    private final AtomicBoolean closed = new AtomicBoolean();
    private volatile @Nullable WarmUp warmUp;

    private Application(Configuration configuration) throws IOException {
        this.configuration = configuration;
        this.backend = Backend.open(configuration, meters);
        try {
            this.ports = new Ports(configuration, backend.inFlight(), new EdgeMeters(meters));
        } catch (IOException e) {
            backend.close();
            throw e;
        }
    }

    /// Starts and returns; SIGTERM and SIGINT close it.
    static void start(Configuration configuration) throws IOException {
        launch(configuration);
    }

    /// The same, telling the ports.
    static Ports launch(Configuration configuration) throws IOException {
        long begin = System.nanoTime();
        Application application = open(configuration);
        Runtime.getRuntime().addShutdownHook(new Thread(application::close, "shutdown"));
        LOG.log(System.Logger.Level.INFO, "server is ready millis=" + (System.nanoTime() - begin) / 1_000_000);
        return application.ports;
    }

    /// Opens everything; whoever asked closes it.
    static Application open(Configuration configuration) throws IOException {
        Application application = new Application(configuration);
        boolean started = false;
        try {
            application.open();
            started = true;
        } finally {
            if (!started) {
                application.close();
            }
        }
        return application;
    }

    /// The open ports.
    Ports ports() {
        return ports;
    }

    private void open() throws IOException {
        Listen listen = configuration.listen();
        Queries queries = new Queries(backend, configuration, meters);
        ports.open("query", listen.query(), queryPort(queries));
        backend.start();
        if (backend.ingester().isPresent()) {
            openIngest(backend.ingester().get(), queries, listen);
        } else {
            ports.open("pyroscope", listen.pyroscope(), pyroscopePort(queries, List.of(), List.of()));
        }
        AdminGuard guard = new AdminGuard(listen.admin().host());
        AdminApi admin = new AdminApi(guard, backend::flush, backend::compact, Application::exit);
        ports.open("admin", listen.admin(), content(List.of(), admin.routes(), "POST /flush, /compact or /shutdown"));
        if (backend.answersQueries()) {
            Path staging = configuration.data().resolve("warm-up");
            warmUp = WarmUp.startOnce(staging, configuration.query().warmUp(), others(queries), meters);
        }
    }

    private OtherWork others(Queries queries) {
        return new OtherWork() {
            @Override
            public boolean isBusy() {
                return queries.gate().running() > 0 || backend.inFlight().usedBytes() > 0;
            }

            @Override
            public long queries() {
                return queries.gate().entered();
            }
        };
    }

    private void openIngest(Ingester ingester, Queries queries, Listen listen) throws IOException {
        Limits limits = configuration.limits();
        int otlpBytes = (int) limits.otlpRequestBytes().bytes();
        OtlpTraces traces = new OtlpTraces(ingester.spanIntake(), otlpBytes);
        UnstoredSignals others = new UnstoredSignals(otlpBytes, meters);
        List<RpcMethod> otlp = new ArrayList<>(others.methods());
        otlp.add(traces.method());
        int profileBytes = (int) limits.profileRequestBytes().bytes();
        AgentControl control = new AgentControl(configuration.agents().control());
        OtlpProfiles profiles = new OtlpProfiles(ingester.profileIntake(), profileBytes, control);
        otlp.add(profiles.method());
        List<Route> otlpRoutes = new ArrayList<>(others.routes());
        otlpRoutes.add(traces.route());
        backend.generator().ifPresent(generator -> otlpRoutes.add(new EdgeApi(generator).route()));
        otlpRoutes.add(profiles.route());
        String otlpHint = "POST OTLP to /v1/traces or /v1development/profiles";
        ports.open("otlp-grpc", listen.otlpGrpc(), content(otlp, otlpRoutes, otlpHint));
        ports.open("otlp-http", listen.otlpHttp(), content(otlp, otlpRoutes, otlpHint));
        PyroscopePush push = new PyroscopePush(ingester.profileIntake(), profileBytes, control);
        List<Route> pyroscopeRoutes = new ArrayList<>(push.routes());
        pyroscopeRoutes.add(profiles.route());
        DebuginfoUploads symbols = new DebuginfoUploads(
                new SymbolObjects(backend.store()),
                InstantSource.system(),
                new DebuginfoUploads.Settings(
                        configuration.symbols().uploads(),
                        (int) configuration.symbols().maxFileBytes().bytes(),
                        configuration.symbols().quota(),
                        backend.uploads()));
        pyroscopeRoutes.add(symbols.route());
        List<RpcMethod> pyroscope = new ArrayList<>(symbols.methods());
        pyroscope.addAll(List.of(push.method(), profiles.method()));
        ports.open("pyroscope", listen.pyroscope(), pyroscopePort(queries, pyroscope, pyroscopeRoutes));
    }

    private Ports.Content queryPort(Queries queries) {
        List<Route> routes = new ArrayList<>(queries.tempoRoutes());
        routes.addAll(queries.pyroscopeRoutes());
        routes.add(backend.readiness().route());
        routes.add(meters.route());
        backend.generator().ifPresent(generator -> routes.add(new ScrapeApi(generator).route()));
        backend.recorder().ifPresent(recorder -> routes.add(recorder.route()));
        routes.addAll(new StatusPages(configuration, backend.readiness(), routes).routes());
        List<RpcMethod> methods = new ArrayList<>(queries.tempoMethods());
        methods.addAll(queries.pyroscopeMethods());
        return content(methods, routes, "Tempo's API is under /api, see docs/compat/tempo.md");
    }

    private Ports.Content pyroscopePort(Queries queries, List<RpcMethod> push, List<Route> ingest) {
        List<RpcMethod> methods = new ArrayList<>(queries.pyroscopeMethods());
        methods.addAll(push);
        List<Route> routes = new ArrayList<>(queries.pyroscopeRoutes());
        routes.addAll(ingest);
        routes.add(backend.readiness().route());
        return content(methods, routes, "profiles go to /ingest or /push.v1.PusherService/Push");
    }

    private Ports.Content content(List<RpcMethod> methods, List<Route> routes, String hint) {
        return new Ports.Content(methods, routes, hint, backend.readiness()::isReady);
    }

    /// Ends the process from another thread, so that whoever asked gets an answer.
    private static void exit() {
        Thread.ofPlatform().name("exit").start(() -> System.exit(0));
    }

    @Override
    public void close() {
        if (closed.getAndSet(true)) {
            return;
        }
        Logging.restore();
        backend.readiness().stopping();
        WarmUp warming = warmUp;
        if (warming != null) {
            warming.close();
        }
        ports.close();
        try {
            backend.close();
            // once more: whoever took it away may have been slower than we
            Logging.restore();
            LOG.log(System.Logger.Level.INFO, "server stopped");
        } catch (IOException e) {
            LOG.log(System.Logger.Level.ERROR, "server did not stop cleanly, what was acknowledged is kept", e);
        }
    }
}
