package dev.spanflame.load.shop;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.api.trace.propagation.W3CTraceContextPropagator;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.Scope;
import io.opentelemetry.context.propagation.TextMapGetter;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/// An HTTP server on loopback whose requests are spans, continued from the caller's `traceparent`.
final class ShopService implements AutoCloseable {
    private static final int THREADS = 6;
    private static final TextMapGetter<HttpExchange> HEADERS = new TextMapGetter<>() {
        @Override
        public Iterable<String> keys(HttpExchange carrier) {
            return carrier.getRequestHeaders().keySet();
        }

        @Override
        public @Nullable String get(@Nullable HttpExchange carrier, String key) {
            return carrier == null ? null : carrier.getRequestHeaders().getFirst(key);
        }
    };

    private final String name;
    private final Telemetry telemetry;
    private final HttpServer server;
    private final ExecutorService threads;

    /// Answers one request with a text.
    @FunctionalInterface
    interface Handler {
        String handle(ShopRequest request) throws ShopException;
    }

    private ShopService(String name, Telemetry telemetry) throws IOException {
        this.name = name;
        this.telemetry = telemetry;
        this.threads = Executors.newFixedThreadPool(
                THREADS, Thread.ofPlatform().daemon().name(name + "-", 0).factory());
        this.server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(threads);
        server.start();
    }

    /// Opens a port chosen by the system.
    static ShopService open(String name, ShopOptions options) throws IOException {
        return new ShopService(name, Telemetry.of(name, options));
    }

    String name() {
        return name;
    }

    Tracer tracer() {
        return telemetry.tracer();
    }

    URI address() {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
    }

    /// Serves a path with a method.
    void route(String method, String path, Handler handler) {
        server.createContext(path, exchange -> {
            try (exchange) {
                serve(exchange, method, path, handler);
            }
        });
    }

    private void serve(HttpExchange exchange, String method, String path, Handler handler) throws IOException {
        Context caller = W3CTraceContextPropagator.getInstance().extract(Context.root(), exchange, HEADERS);
        String agent = exchange.getRequestHeaders().getFirst("User-Agent");
        Span span = telemetry
                .tracer()
                .spanBuilder(exchange.getRequestMethod() + " " + path)
                .setParent(caller)
                .setSpanKind(SpanKind.SERVER)
                .setAttribute("http.request.method", exchange.getRequestMethod())
                .setAttribute("http.route", path)
                .setAttribute("url.path", exchange.getRequestURI().getPath())
                .setAttribute("url.scheme", "http")
                .setAttribute("server.address", "127.0.0.1")
                .setAttribute("server.port", (long) server.getAddress().getPort())
                .setAttribute("client.port", (long) exchange.getRemoteAddress().getPort())
                .setAttribute("user_agent.original", agent == null ? "" : agent)
                .startSpan();
        int status = 500;
        String body = "internal error";
        try (Scope _ = span.makeCurrent()) {
            if (!exchange.getRequestMethod().equals(method)) {
                throw new ShopException(405, path + " takes " + method);
            }
            body = handler.handle(ShopRequest.of(exchange.getRequestURI()));
            status = 200;
        } catch (ShopException e) {
            status = e.status();
            body = String.valueOf(e.getMessage());
            span.recordException(
                    e, Attributes.builder().put("shop.status", status).build());
            if (status >= 500) {
                span.setStatus(StatusCode.ERROR, body);
            }
        } catch (RuntimeException e) {
            span.recordException(e);
            span.setStatus(StatusCode.ERROR, String.valueOf(e.getMessage()));
        } finally {
            span.setAttribute("http.response.status_code", (long) status);
            span.end();
        }
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
        exchange.sendResponseHeaders(status, bytes.length == 0 ? -1 : bytes.length);
        exchange.getResponseBody().write(bytes);
    }

    /// Ends requests in progress, then sends the last spans.
    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
        try {
            boolean unused = threads.awaitTermination(2, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        telemetry.close();
    }
}
