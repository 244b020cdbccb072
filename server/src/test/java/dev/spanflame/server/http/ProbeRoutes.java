package dev.spanflame.server.http;

import dev.spanflame.model.BackendException;
import dev.spanflame.model.ErrorKind;
import dev.spanflame.proto.edge.HttpCall;
import dev.spanflame.proto.edge.HttpReply;
import dev.spanflame.proto.edge.Route;
import dev.spanflame.proto.edge.Route.ErrorFormat;
import dev.spanflame.proto.edge.Route.TenantRule;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;

/// Routes that tests call.
final class ProbeRoutes {
    /// Body limit of `/upload` and of the OTLP-like routes.
    static final int LIMIT = 1 << 20;

    /// Calls in progress of `/wait`, `/gate` and `/stream`.
    final AtomicInteger running = new AtomicInteger();
    /// Opens when such a call ended because nobody waits for it.
    final CountDownLatch cancelled = new CountDownLatch(1);
    /// What `/gate` waits for.
    final Semaphore gate = new Semaphore(0);
    /// Pieces of 64 KiB that `/stream` has handed over.
    final AtomicInteger pieces = new AtomicInteger();

    List<Route> all() {
        return List.of(
                new Route(Set.of("POST"), "/upload", LIMIT, TenantRule.ONE, ErrorFormat.TEXT, ProbeRoutes::upload),
                new Route(Set.of("POST"), "/v1/traces", LIMIT, TenantRule.ONE, ErrorFormat.OTLP, ProbeRoutes::fail),
                new Route(Set.of("POST"), "/ingest", LIMIT, TenantRule.ONE, ErrorFormat.CONNECT, ProbeRoutes::fail),
                new Route(Set.of("GET"), "/only-get", 0, TenantRule.NONE, ErrorFormat.TEXT, ProbeRoutes::upload),
                Route.read("/ping", _ -> HttpReply.text(200, "pong")),
                Route.read("/show/{id}", ProbeRoutes::show),
                Route.read("/show/fixed", _ -> HttpReply.text(200, "fixed")),
                Route.read("/tag/{tag:*}/values", ProbeRoutes::show),
                Route.read(
                        "/tenants",
                        call -> HttpReply.text(200, call.caller().tenants().toString())),
                Route.read("/large", call -> HttpReply.text(200, "x".repeat(size(call)))),
                Route.read("/bug", _ -> {
                    throw new IllegalStateException("secret detail");
                }),
                Route.read("/wait", this::await),
                Route.read("/gate", this::gate),
                Route.read("/stream", this::stream),
                Route.read("/stream-fails", this::streamFails));
    }

    private static int size(HttpCall call) {
        return Integer.parseInt(call.query().firstOr("size", "0"));
    }

    private static HttpReply upload(HttpCall call) {
        return HttpReply.text(200, call.method() + " " + call.body().length);
    }

    private static HttpReply show(HttpCall call) {
        return HttpReply.text(
                200,
                call.path() + " " + call.pathParameters() + " " + call.query().firstOr("q", ""));
    }

    private static HttpReply fail(HttpCall call) {
        String kind = new String(call.body(), StandardCharsets.UTF_8);
        if (kind.equals("RATE_LIMITED")) {
            throw BackendException.retry(ErrorKind.RATE_LIMITED, "probe", "slow \"down\"", Duration.ofMillis(1500));
        }
        throw new BackendException(ErrorKind.valueOf(kind), "probe", "as asked");
    }

    private HttpReply await(HttpCall call) {
        running.incrementAndGet();
        long until = System.nanoTime() + Duration.ofSeconds(30).toNanos();
        while (System.nanoTime() < until) {
            if (call.caller().cancelled().getAsBoolean()) {
                running.decrementAndGet();
                cancelled.countDown();
                throw new BackendException(ErrorKind.CANCELLED, "gone", "nobody waits");
            }
            LockSupport.parkNanos(5_000_000);
        }
        return HttpReply.text(200, "waited");
    }

    private HttpReply gate(HttpCall call) throws InterruptedException {
        running.incrementAndGet();
        try {
            gate.acquire();
            return HttpReply.text(200, "through");
        } finally {
            running.decrementAndGet();
        }
    }

    private HttpReply stream(HttpCall call) {
        int count = Integer.parseInt(call.query().firstOr("pieces", "10"));
        return new HttpReply(
                200, Map.of("Content-Type", "application/octet-stream"), new HttpReply.Body.Streamed(out -> {
                    running.incrementAndGet();
                    try {
                        for (int i = 0; i < count; i++) {
                            out.write(new byte[64 << 10]);
                            pieces.incrementAndGet();
                        }
                    } catch (BackendException e) {
                        cancelled.countDown();
                        throw e;
                    } finally {
                        running.decrementAndGet();
                    }
                }));
    }

    private HttpReply streamFails(HttpCall call) {
        int before = size(call);
        return new HttpReply(200, Map.of("Content-Type", "text/plain"), new HttpReply.Body.Streamed(out -> {
            out.write(new byte[before]);
            if (before > 0) {
                out.flush();
            }
            throw new BackendException(ErrorKind.CORRUPT, "probe", "block 7 is damaged");
        }));
    }
}
