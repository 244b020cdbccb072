package dev.spanflame.load.shop;

import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.api.trace.propagation.W3CTraceContextPropagator;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.Scope;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;

/// One service as another one calls it: each call is a client span, handed on as `traceparent`.
final class Peer {
    private static final Duration TIMEOUT = Duration.ofSeconds(10);

    private final HttpClient client;
    private final Tracer tracer;
    private final String name;
    private final URI address;

    Peer(HttpClient client, Tracer tracer, ShopService service) {
        this.client = client;
        this.tracer = tracer;
        this.name = service.name();
        this.address = service.address();
    }

    /// The answer's text; [ShopException.PeerFailed] when it is an error.
    String call(String method, String pathAndQuery) throws ShopException {
        URI target = URI.create(address + pathAndQuery);
        Span span = tracer.spanBuilder(method)
                .setSpanKind(SpanKind.CLIENT)
                .setAttribute("http.request.method", method)
                .setAttribute("url.full", target.toString())
                .setAttribute("server.address", target.getHost())
                .setAttribute("server.port", (long) target.getPort())
                .setAttribute("peer.service", name)
                .startSpan();
        try (Scope _ = span.makeCurrent()) {
            HttpRequest.Builder request = HttpRequest.newBuilder(target)
                    .timeout(TIMEOUT)
                    .header("User-Agent", "shop/1.4.2")
                    .method(method, BodyPublishers.noBody());
            W3CTraceContextPropagator.getInstance().inject(Context.current(), request, (carrier, key, value) -> {
                if (carrier != null) {
                    HttpRequest.Builder unused = carrier.setHeader(key, value);
                }
            });
            HttpResponse<String> response = client.send(request.build(), BodyHandlers.ofString());
            span.setAttribute("http.response.status_code", (long) response.statusCode());
            if (response.statusCode() >= 400) {
                span.setStatus(StatusCode.ERROR);
                span.setAttribute("error.type", Integer.toString(response.statusCode()));
                throw new ShopException.PeerFailed(
                        response.statusCode() == 504 ? 502 : response.statusCode(), name + ": " + response.body());
            }
            return response.body();
        } catch (IOException e) {
            span.recordException(e);
            span.setStatus(StatusCode.ERROR, "no answer");
            throw new ShopException.PeerFailed(502, name + " does not answer");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new ShopException.PeerFailed(503, "interrupted while calling " + name);
        } finally {
            span.end();
        }
    }
}
