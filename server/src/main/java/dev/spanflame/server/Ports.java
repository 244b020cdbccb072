package dev.spanflame.server;

import dev.spanflame.proto.edge.Route;
import dev.spanflame.proto.edge.RpcMethod;
import dev.spanflame.proto.inflate.InFlightBudget;
import dev.spanflame.server.config.Configuration;
import dev.spanflame.server.config.Http;
import dev.spanflame.server.config.Tls;
import dev.spanflame.server.config.value.HostPort;
import dev.spanflame.server.edge.BodyInflater;
import dev.spanflame.server.edge.ByteBudget;
import dev.spanflame.server.edge.CodedBodies;
import dev.spanflame.server.edge.EdgeMeters;
import dev.spanflame.server.edge.Service;
import dev.spanflame.server.edge.TenantResolver;
import dev.spanflame.server.grpc.GrpcHealth;
import dev.spanflame.server.grpc.RpcService;
import dev.spanflame.server.http.EventLoops;
import dev.spanflame.server.http.HttpListener;
import dev.spanflame.server.http.ListenerSettings;
import dev.spanflame.server.http.PathPrefix;
import dev.spanflame.server.http.RouteService;
import dev.spanflame.server.http.tls.TlsDoor;
import dev.spanflame.server.http.tls.TlsFiles;
import dev.spanflame.server.http.tls.TlsKeys;
import java.io.IOException;
import java.net.InetAddress;
import java.net.URI;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BooleanSupplier;

/// The listeners of a process.
final class Ports implements AutoCloseable {
    private static final System.Logger LOG = System.getLogger("server");

    private final EventLoops loops = new EventLoops(threads());
    private final Map<String, HttpListener> listeners = new LinkedHashMap<>();
    private final HttpListener.Setup setup;
    private final TenantResolver tenants;
    private final BodyInflater inflater;
    private final EdgeMeters meters;
    private final String pathPrefix;
    private final Tls tls;
    private final Optional<TlsKeys> keys;

    /// Throws [IOException] where the files for TLS are of no use.
    Ports(Configuration configuration, InFlightBudget memory, EdgeMeters meters) throws IOException {
        Optional<TlsFiles> files = configuration.tls().files();
        this.keys = files.isPresent()
                ? Optional.of(TlsKeys.open(files.get(), configuration.tls().reload()))
                : Optional.empty();
        this.tls = configuration.tls();
        this.meters = meters;
        this.setup = new HttpListener.Setup(loops, settings(configuration.http()), ByteBudget.of(memory), meters);
        this.tenants = new TenantResolver(configuration.multiTenancy());
        this.inflater = new CodedBodies(memory);
        this.pathPrefix = configuration.http().pathPrefix();
    }

    /// What one port serves; `hint` ends the text of its 404s.
    record Content(List<RpcMethod> methods, List<Route> routes, String hint, BooleanSupplier ready) {}

    /// Opens a port, unless it is off, and serves at once.
    void open(String name, HostPort address, Content content) throws IOException {
        if (!address.isOn()) {
            return;
        }
        List<RpcMethod> methods = new ArrayList<>(content.methods());
        methods.add(GrpcHealth.check(content.methods(), content.ready()));
        List<Service> services = List.of(
                new RpcService(methods, tenants, inflater, meters),
                new RouteService(content.routes(), tenants, inflater, meters, content.hint()));
        List<Service> all = new ArrayList<>(services);
        if (!pathPrefix.isEmpty()) {
            all.addFirst(new PathPrefix(pathPrefix, services));
        }
        HttpListener listener =
                HttpListener.open(new HttpListener.Place(name, address.address(), door(name)), setup, all);
        listeners.put(name, listener);
        LOG.log(System.Logger.Level.INFO, "listening port=" + name + " address=" + listener.address());
    }

    private Optional<TlsDoor.Setup> door(String name) {
        return keys.filter(_ -> tls.covers(name)).map(found -> new TlsDoor.Setup(found, tls.plain()));
    }

    /// How a client on this machine reaches the port of this name.
    ///
    /// Throws [IOException] when the port is off.
    URI uri(String name) throws IOException {
        HttpListener listener = listeners.get(name);
        if (listener == null) {
            throw new IOException("port " + name + " is off; set listen." + name);
        }
        InetAddress bound = listener.address().getAddress();
        String host = bound.isAnyLocalAddress() ? "127.0.0.1" : bound.getHostAddress();
        String scheme = door(name).isPresent() && !tls.plain() ? "https://" : "http://";
        return URI.create(scheme + (host.contains(":") ? "[" + host + "]" : host) + ":"
                + listener.address().getPort());
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

    /// Takes no more requests and waits for those that run.
    @Override
    public void close() {
        for (HttpListener listener : listeners.values()) {
            listener.drain();
        }
        for (HttpListener listener : listeners.values()) {
            listener.close();
        }
        loops.close();
        keys.ifPresent(TlsKeys::close);
    }
}
