package dev.spanflame.server;

import dev.spanflame.proto.edge.HttpReply;
import dev.spanflame.proto.edge.Route;
import dev.spanflame.proto.edge.Route.ErrorFormat;
import dev.spanflame.proto.edge.Route.TenantRule;
import dev.spanflame.server.config.Configuration;
import dev.spanflame.server.config.HostPort;
import dev.spanflame.server.config.Http;
import dev.spanflame.server.edge.ByteBudget;
import dev.spanflame.server.edge.EdgeMeters;
import dev.spanflame.server.edge.PlainBodies;
import dev.spanflame.server.edge.TenantResolver;
import dev.spanflame.server.http.EventLoops;
import dev.spanflame.server.http.HttpListener;
import dev.spanflame.server.http.ListenerSettings;
import dev.spanflame.server.http.RouteService;
import dev.spanflame.server.metrics.PrometheusMeters;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/// Opens the ports of a configuration and closes them when the process is told to end.
final class Application implements AutoCloseable {
    private static final System.Logger LOG = System.getLogger("server");

    private final EventLoops loops = new EventLoops(threads());
    private final List<HttpListener> listeners = new ArrayList<>();

    private Application() {}

    /// Starts and returns; SIGTERM and SIGINT close it.
    static void start(Configuration configuration) throws IOException {
        long begin = System.nanoTime();
        Application application = new Application();
        try {
            application.open(configuration);
        } catch (IOException e) {
            application.close();
            throw e;
        }
        Runtime.getRuntime().addShutdownHook(new Thread(application::close, "shutdown"));
        LOG.log(System.Logger.Level.INFO, "server is ready millis=" + (System.nanoTime() - begin) / 1_000_000);
    }

    private void open(Configuration configuration) throws IOException {
        PrometheusMeters meters = new PrometheusMeters(Main.version());
        EdgeMeters edge = new EdgeMeters(meters);
        HttpListener.Setup setup =
                new HttpListener.Setup(loops, settings(configuration.http()), ByteBudget.unbounded(), edge);
        TenantResolver tenants = new TenantResolver(configuration.multiTenancy());
        Route ready = new Route(
                Set.of("GET"), "/ready", 0, TenantRule.NONE, ErrorFormat.TEXT, _ -> HttpReply.text(200, "ready\n"));
        RouteService routes = new RouteService(
                List.of(ready, meters.route()), tenants, new PlainBodies(), edge, "this port has /ready and /metrics");
        listen("query", configuration.listen().query(), setup, routes);
    }

    private void listen(String name, HostPort address, HttpListener.Setup setup, RouteService routes)
            throws IOException {
        if (address.isOn()) {
            HttpListener listener = HttpListener.open(name, address.address(), setup, List.of(routes));
            listeners.add(listener);
            LOG.log(System.Logger.Level.INFO, "listening port=" + name + " address=" + listener.address());
        }
    }

    /// Limits of a listener as configured.
    static ListenerSettings settings(Http http) {
        return new ListenerSettings(
                http.maxConnections(),
                http.maxRequests(),
                http.callsPerConnection(),
                (int) http.maxHeaderBytes().bytes(),
                (int) http.maxUrlBytes().bytes(),
                http.headTimeout(),
                http.bodyTimeout(),
                (int) http.minBodyRate().bytes(),
                http.idleTimeout(),
                http.stallTimeout(),
                http.drainTimeout());
    }

    private static int threads() {
        return Math.max(1, Math.min(4, Runtime.getRuntime().availableProcessors() / 2));
    }

    @Override
    public void close() {
        for (HttpListener listener : listeners) {
            listener.drain();
        }
        for (HttpListener listener : listeners) {
            listener.close();
        }
        loops.close();
    }
}
