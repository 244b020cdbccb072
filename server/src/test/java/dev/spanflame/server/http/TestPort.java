package dev.spanflame.server.http;

import dev.spanflame.model.metric.MemoryMeters;
import dev.spanflame.proto.edge.Route;
import dev.spanflame.proto.edge.RpcMethod;
import dev.spanflame.server.edge.CountingBudget;
import dev.spanflame.server.edge.EdgeMeters;
import dev.spanflame.server.edge.GzipBodies;
import dev.spanflame.server.edge.TenantResolver;
import dev.spanflame.server.grpc.RpcService;
import dev.spanflame.server.http.tls.TlsDoor;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Optional;

/// A real listener on a free port of the loopback interface.
public final class TestPort implements AutoCloseable {
    /// What the listener counts.
    public final MemoryMeters meters = new MemoryMeters();
    /// Memory of requests.
    public final CountingBudget budget;
    /// The listener.
    public final HttpListener listener;

    private final EventLoops loops = new EventLoops(1);

    /// Opens it.
    public TestPort(ListenerSettings settings, boolean multiTenancy, List<Route> routes, List<RpcMethod> methods) {
        this(settings, multiTenancy, routes, methods, 256L << 20);
    }

    /// Opens it with a budget in bytes for bodies of requests.
    public TestPort(
            ListenerSettings settings,
            boolean multiTenancy,
            List<Route> routes,
            List<RpcMethod> methods,
            long budgetBytes) {
        this(settings, new TenantResolver(multiTenancy), budgetBytes, Optional.empty(), new Content(routes, methods));
    }

    /// Opens it with TLS, without tenants.
    public TestPort(TlsDoor.Setup tls, List<Route> routes, List<RpcMethod> methods) {
        this(
                ListenerSettings.defaults(),
                new TenantResolver(false),
                256L << 20,
                Optional.of(tls),
                new Content(routes, methods));
    }

    private record Content(List<Route> routes, List<RpcMethod> methods) {}

    private TestPort(
            ListenerSettings settings,
            TenantResolver tenants,
            long budgetBytes,
            Optional<TlsDoor.Setup> tls,
            Content content) {
        budget = new CountingBudget(budgetBytes);
        EdgeMeters edge = new EdgeMeters(meters);
        GzipBodies bodies = new GzipBodies();
        try {
            listener = HttpListener.open(
                    new HttpListener.Place("test", new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), tls),
                    new HttpListener.Setup(loops, settings, budget, edge),
                    List.of(
                            new RpcService(content.methods(), tenants, bodies, edge),
                            new RouteService(content.routes(), tenants, bodies, edge, "paths begin with /v1/")));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// The port number.
    public int port() {
        return listener.address().getPort();
    }

    /// `http://127.0.0.1:<port>` and `path`.
    public String url(String path) {
        return "http://127.0.0.1:" + port() + path;
    }

    /// Waits until no request is in progress: a caller has its answer a moment before its request is over here.
    public void awaitIdle() {
        long until = System.nanoTime() + 10_000_000_000L;
        while (listener.running() > 0 && System.nanoTime() < until) {
            Thread.onSpinWait();
        }
    }

    @Override
    public void close() {
        listener.close();
        loops.close();
    }
}
