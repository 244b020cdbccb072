package dev.spanflame.server.http;

import dev.spanflame.server.edge.ByteBudget;
import dev.spanflame.server.edge.EdgeMeters;
import dev.spanflame.server.edge.Service;
import dev.spanflame.server.http.tls.TlsDoor;
import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.group.DefaultChannelGroup;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.util.concurrent.GlobalEventExecutor;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/// One open port that speaks HTTP/1.0, HTTP/1.1 and HTTP/2 (prior knowledge, upgrade or TLS), and with them Connect and
/// gRPC, to whatever [Service]s it was given. Thread-safe.
@SuppressWarnings("FutureReturnValueIgnored") // a failed write shows as a closed channel
public final class HttpListener implements AutoCloseable {
    private static final System.Logger LOG = System.getLogger("server.http");

    private final Port port;
    private final Channel server;

    private HttpListener(Port port, Channel server) {
        this.port = port;
        this.server = server;
    }

    /// Binds the address of `place` and serves at once. The first service that takes a request has it; the last must
    /// take all.
    ///
    /// Throws [IOException] that names the address when it cannot be bound.
    public static HttpListener open(Place place, Setup setup, List<Service> services) throws IOException {
        String name = place.name();
        InetSocketAddress address = place.address();
        DefaultChannelGroup connections = new DefaultChannelGroup(GlobalEventExecutor.INSTANCE);
        Port port = new Port(name, setup.settings(), setup.budget(), connections, services);
        PortPipeline pipelines = new PortPipeline(port);
        ChannelFuture bound = new ServerBootstrap()
                .group(setup.loops().group())
                .channel(NioServerSocketChannel.class)
                .option(ChannelOption.SO_BACKLOG, 1024)
                .option(ChannelOption.SO_REUSEADDR, true)
                .childOption(ChannelOption.TCP_NODELAY, true)
                .childOption(ChannelOption.SO_KEEPALIVE, true)
                .childHandler(new ChannelInitializer<>() {
                    @Override
                    protected void initChannel(Channel connection) {
                        accept(connection, port, place.tls(), pipelines);
                    }
                })
                .bind(address)
                .awaitUninterruptibly();
        Throwable failure = bound.cause();
        if (failure != null) {
            throw new IOException(
                    "port " + name + " cannot listen on " + address.getHostString() + ":" + address.getPort() + ": "
                            + (address.isUnresolved() ? "unknown host" : failure.getMessage())
                            + "; choose another address with --listen." + name + "=HOST:PORT (key listen." + name + ")",
                    failure);
        }
        setup.meters().port(name, connections::size, port::running);
        return new HttpListener(port, bound.channel());
    }

    /// What listeners of a process have in common.
    public record Setup(EventLoops loops, ListenerSettings settings, ByteBudget budget, EdgeMeters meters) {}

    /// Where a listener is: its name, its address, and how its connections are secured, if they are.
    public record Place(String name, InetSocketAddress address, Optional<TlsDoor.Setup> tls) {}

    private static void accept(Channel connection, Port port, Optional<TlsDoor.Setup> tls, PortPipeline pipelines) {
        if (port.connections.size() >= port.settings.maxConnections() || port.draining()) {
            LOG.log(System.Logger.Level.DEBUG, "connection refused listener={0}", port.name);
            connection.close();
            return;
        }
        port.connections.add(connection);
        if (tls.isPresent()) {
            connection.pipeline().addLast(new TlsDoor(tls.get(), port.settings.headTimeout(), pipelines::begin));
        } else {
            pipelines.begin(connection.pipeline());
        }
    }

    /// The address it listens on, with the real port when 0 was asked for.
    public InetSocketAddress address() {
        return (InetSocketAddress) server.localAddress();
    }

    /// Requests in progress.
    public int running() {
        return port.running();
    }

    /// Takes no new connection and no new request from now on; requests in progress go on.
    public void drain() {
        port.drain();
        server.close().awaitUninterruptibly();
        for (Channel connection : port.connections) {
            connection.eventLoop().execute(() -> {
                ExchangeHandler exchanges = connection.pipeline().get(ExchangeHandler.class);
                // HTTP/2 says goodbye and lets its streams end; HTTP/1 closes when it is between requests
                if (exchanges == null || exchanges.idle()) {
                    connection.close();
                }
            });
        }
    }

    /// Drains, waits for requests in progress up to the drain timeout, and closes every connection.
    @Override
    public void close() {
        drain();
        port.awaitEmpty(port.settings.drainTimeout().toNanos());
        port.connections.close().awaitUninterruptibly(1, TimeUnit.SECONDS);
    }
}
