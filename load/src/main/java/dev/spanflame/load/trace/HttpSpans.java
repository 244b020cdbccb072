package dev.spanflame.load.trace;

import static dev.spanflame.load.trace.Attributes.number;
import static dev.spanflame.load.trace.Attributes.text;

import io.opentelemetry.proto.trace.v1.Span;
import java.util.List;
import java.util.SplittableRandom;

/// Fills in spans of HTTP servers and clients, by the old and by the stable conventions.
final class HttpSpans {
    private static final List<String> METHODS = List.of("GET", "GET", "GET", "POST", "PUT", "DELETE");
    private static final List<String> AGENTS = List.of(
            "Mozilla/5.0 (X11) Chrome/131.0",
            "Mozilla/5.0 (iPhone; CPU iPhone OS 18_1)",
            "shop-android/7.12.1",
            "okhttp/4.12.0",
            "Go-http-client/2.0");
    private static final int[] GOOD = {200, 200, 200, 200, 200, 201, 204, 304, 404};
    private static final int[] BAD = {500, 500, 502, 503, 504};

    private final SplittableRandom random;

    HttpSpans(SplittableRandom random) {
        this.random = random;
    }

    String serverScope(ShopService service) {
        return service.runtime().scopePrefix
                + switch (service.runtime()) {
                    case JAVA -> "spring-webmvc-6.0";
                    case GO -> "net/http/otelhttp";
                    case NODE -> "express";
                };
    }

    String clientScope(ShopService service) {
        return service.runtime().scopePrefix
                + switch (service.runtime()) {
                    case JAVA -> "java-http-client";
                    case GO -> "net/http/otelhttp";
                    case NODE -> "undici";
                };
    }

    /// A request that `service` answered.
    void server(Span.Builder span, ShopService service, boolean failed) {
        String method = METHODS.get(random.nextInt(METHODS.size()));
        String route = service.routes().get(random.nextInt(service.routes().size()));
        String path = route.replace("{id}", Integer.toString(random.nextInt(10_000_000)));
        span.setName(method + " " + route).setKind(Span.SpanKind.SPAN_KIND_SERVER);
        int status = status(failed);
        if (service.dialect() == Dialect.OLD) {
            span.addAttributes(text("http.method", method))
                    .addAttributes(text("http.route", route))
                    .addAttributes(text("http.target", path))
                    .addAttributes(text("http.flavor", "1.1"))
                    .addAttributes(number("http.status_code", status))
                    .addAttributes(text("net.host.name", service.name() + ".svc"))
                    .addAttributes(text("net.sock.peer.addr", address()))
                    .addAttributes(text("http.user_agent", agent()))
                    .addAttributes(number("http.response_content_length", random.nextInt(60_000)));
        } else {
            span.addAttributes(text("http.request.method", method))
                    .addAttributes(text("http.route", route))
                    .addAttributes(text("url.path", path))
                    .addAttributes(text("network.protocol.version", "2"))
                    .addAttributes(number("http.response.status_code", status))
                    .addAttributes(text("server.address", service.name() + ".svc"))
                    .addAttributes(text("client.address", address()))
                    .addAttributes(text("user_agent.original", agent()))
                    .addAttributes(number("http.response.body.size", random.nextInt(60_000)));
        }
    }

    /// A request from `service` to `callee`.
    void client(Span.Builder span, ShopService service, ShopService callee, boolean failed) {
        String method = METHODS.get(random.nextInt(METHODS.size()));
        String path = callee.routes().get(random.nextInt(callee.routes().size()));
        String url = "http://" + callee.name() + ".svc:8080"
                + path.replace("{id}", Integer.toString(random.nextInt(10_000_000)));
        span.setName(method).setKind(Span.SpanKind.SPAN_KIND_CLIENT);
        int status = status(failed);
        if (service.dialect() == Dialect.OLD) {
            span.addAttributes(text("http.method", method))
                    .addAttributes(text("http.url", url))
                    .addAttributes(number("http.status_code", status))
                    .addAttributes(text("net.peer.name", callee.name() + ".svc"))
                    .addAttributes(number("net.peer.port", 8080));
        } else {
            span.addAttributes(text("http.request.method", method))
                    .addAttributes(text("url.full", url))
                    .addAttributes(number("http.response.status_code", status))
                    .addAttributes(text("server.address", callee.name() + ".svc"))
                    .addAttributes(number("server.port", 8080));
        }
        if (random.nextInt(40) == 0) {
            span.addAttributes(number("http.request.resend_count", 1 + random.nextInt(3)));
        }
        if (failed) {
            span.addAttributes(text("error.type", Integer.toString(status)));
        }
    }

    private int status(boolean failed) {
        int[] choices = failed ? BAD : GOOD;
        return choices[random.nextInt(choices.length)];
    }

    private String address() {
        return "10." + random.nextInt(256) + "." + random.nextInt(256) + "." + random.nextInt(256);
    }

    private String agent() {
        return AGENTS.get(random.nextInt(AGENTS.size()));
    }
}
