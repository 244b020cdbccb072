package dev.spanflame.server.warm;

import dev.spanflame.model.metric.MemoryMeters;
import dev.spanflame.proto.edge.Caller;
import dev.spanflame.proto.edge.Route;
import dev.spanflame.proto.inflate.InFlightBudget;
import dev.spanflame.server.edge.ByteBudget;
import dev.spanflame.server.edge.CodedBodies;
import dev.spanflame.server.edge.EdgeMeters;
import dev.spanflame.server.edge.TenantResolver;
import dev.spanflame.server.http.EventLoops;
import dev.spanflame.server.http.HttpListener;
import dev.spanflame.server.http.ListenerSettings;
import dev.spanflame.server.http.RouteService;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.HttpURLConnection;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Proxy;
import java.net.URI;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;

/// A listener on a free port of loopback that answers from made-up spans alone, and its only client: so that the code
/// between a request's bytes and its endpoint is warm too. Open for as long as it is used. Used by one thread.
final class WarmPort implements AutoCloseable {
    private static final int PATIENCE_MILLIS = 10_000;

    private final EventLoops loops = new EventLoops(1);
    private final HttpListener listener;

    private WarmPort(List<Route> routes) throws IOException {
        EdgeMeters meters = new EdgeMeters(new MemoryMeters());
        HttpListener.Setup setup =
                new HttpListener.Setup(loops, ListenerSettings.defaults(), ByteBudget.unbounded(), meters);
        RouteService service = new RouteService(
                routes, new TenantResolver(true), new CodedBodies(InFlightBudget.UNBOUNDED), meters, "");
        InetSocketAddress free = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
        try {
            listener = HttpListener.open(
                    new HttpListener.Place("warm-up", free, Optional.empty()), setup, List.of(service));
        } catch (IOException e) {
            loops.close();
            throw e;
        }
    }

    /// Opens it. Endpoints are told to stop once `cancelled` says so.
    static WarmPort open(Collection<Route> routes, BooleanSupplier cancelled) throws IOException {
        return new WarmPort(
                routes.stream().map(route -> stoppable(route, cancelled)).toList());
    }

    private static Route stoppable(Route route, BooleanSupplier cancelled) {
        return route.withHandler(call -> {
            BooleanSupplier gone = call.caller().cancelled();
            Caller caller = call.caller().endedBy(() -> cancelled.getAsBoolean() || gone.getAsBoolean());
            return route.handler().handle(call.withCaller(caller));
        });
    }

    /// Asks, reads the answer to its end, and returns its status.
    ///
    /// Throws [java.net.SocketException] where the call was cancelled.
    int ask(WarmQueries.Question question) throws IOException {
        int port = listener.address().getPort();
        String host = listener.address().getAddress().getHostAddress();
        String text = "http://" + (host.contains(":") ? "[" + host + "]" : host) + ":" + port + question.path()
                + (question.query().isEmpty() ? "" : "?" + question.query());
        HttpURLConnection connection =
                (HttpURLConnection) URI.create(text).toURL().openConnection(Proxy.NO_PROXY);
        connection.setConnectTimeout(PATIENCE_MILLIS);
        connection.setReadTimeout(PATIENCE_MILLIS);
        connection.setRequestProperty(TenantResolver.HEADER, MadeSpans.TENANT.id());
        int status = connection.getResponseCode();
        try (InputStream in = status < 400 ? connection.getInputStream() : connection.getErrorStream()) {
            // an error may have no text
            if (in != null) {
                in.transferTo(OutputStream.nullOutputStream());
            }
        }
        return status;
    }

    @Override
    public void close() {
        listener.close();
        loops.close();
    }
}
