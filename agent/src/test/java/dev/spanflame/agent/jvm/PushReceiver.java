package dev.spanflame.agent.jvm;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Predicate;

/// A server that takes pushes on a port of the loopback interface, and keeps what it was sent.
public final class PushReceiver implements AutoCloseable {
    private final HttpServer server;
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final List<byte[]> requests = new CopyOnWriteArrayList<>();
    private final List<Map<String, List<String>>> headers = new CopyOnWriteArrayList<>();
    private final Behaviour behaviour;

    /// Answers a request in some other way than with 200; whether it did.
    public interface Behaviour {
        boolean answer(HttpExchange exchange, int number) throws IOException;
    }

    private PushReceiver(HttpServer server, Behaviour behaviour) {
        this.server = server;
        this.behaviour = behaviour;
    }

    /// One that takes everything.
    public static PushReceiver start() throws IOException {
        return start((exchange, number) -> false);
    }

    /// One that answers some requests in another way.
    public static PushReceiver start(Behaviour behaviour) throws IOException {
        PushReceiver receiver = new PushReceiver(
                HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 50), behaviour);
        receiver.server.createContext("/push.v1.PusherService/Push", receiver::take);
        receiver.server.setExecutor(receiver.threads);
        receiver.server.start();
        return receiver;
    }

    private void take(HttpExchange exchange) throws IOException {
        try {
            byte[] body = exchange.getRequestBody().readAllBytes();
            headers.add(Map.copyOf(exchange.getRequestHeaders()));
            requests.add(body);
            if (!behaviour.answer(exchange, requests.size())) {
                exchange.sendResponseHeaders(200, -1);
            }
        } finally {
            exchange.close();
        }
    }

    /// Its base URL.
    public URI uri() {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
    }

    /// Bodies so far.
    public List<byte[]> requests() {
        return requests;
    }

    /// Headers of the requests so far.
    public List<Map<String, List<String>>> headers() {
        return headers;
    }

    /// Profiles so far.
    public List<Pprof> profiles() {
        List<Pprof> profiles = new ArrayList<>();
        requests.forEach(request -> profiles.addAll(Pprof.ofRequest(request)));
        return profiles;
    }

    /// Waits until the profiles so far are as wanted.
    public List<Pprof> await(Predicate<List<Pprof>> wanted, Duration limit) throws InterruptedException {
        long end = System.nanoTime() + limit.toNanos();
        while (true) {
            List<Pprof> found = profiles();
            if (wanted.test(found)) {
                return found;
            }
            if (System.nanoTime() > end) {
                throw new AssertionError("not within " + limit + " in " + requests.size() + " requests: "
                        + Pprof.widths(found, "cpu", name -> name.contains("Planted")));
            }
            Thread.sleep(50);
        }
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }
}
