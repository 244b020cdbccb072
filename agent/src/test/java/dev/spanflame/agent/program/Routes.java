package dev.spanflame.agent.program;

import io.opentelemetry.api.GlobalOpenTelemetry;
import io.opentelemetry.api.OpenTelemetry;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.Scope;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/// Serves two routes, each with a function of its own, in several threads at once: a request waits
/// between two pieces of work, so that a virtual thread changes its carrier, and hands one piece to
/// another executor. Every fifth request has no span.
public final class Routes {
    private static final int AT_ONCE = 8;
    private static volatile long sink;

    private Routes() {}

    /// Arguments: milliseconds, `platform` or `virtual`, `wrapped` where contexts have to be handed on by
    /// the program.
    public static void main(String[] arguments) throws Exception {
        serve(GlobalOpenTelemetry.get(), arguments);
    }

    static void serve(OpenTelemetry telemetry, String[] arguments) throws Exception {
        Tracer tracer = telemetry.getTracer("routes");
        long end = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(Long.parseLong(arguments[0]));
        boolean wraps = arguments.length > 2;
        ExecutorService requests = arguments[1].equals("virtual")
                ? (ExecutorService) Executors.class
                        .getMethod("newVirtualThreadPerTaskExecutor")
                        .invoke(null)
                : Executors.newFixedThreadPool(AT_ONCE);
        ExecutorService others = Executors.newFixedThreadPool(2);
        Semaphore free = new Semaphore(AT_ONCE);
        for (long count = 0; System.nanoTime() < end; count++) {
            free.acquire();
            boolean first = count % 2 == 0;
            Span span = count % 5 == 4
                    ? Span.getInvalid()
                    : tracer.spanBuilder(first ? "GET /first" : "GET /second").startSpan();
            try (Scope ignored = span.makeCurrent()) {
                Runnable request = () -> {
                    try {
                        request(kind(span, first), others, wraps);
                    } catch (Exception e) {
                        e.printStackTrace();
                    } finally {
                        span.end();
                        free.release();
                    }
                };
                requests.execute(wraps ? Context.current().wrap(request) : request);
            }
        }
        free.acquire(AT_ONCE);
        requests.shutdown();
        others.shutdown();
        System.out.println("routes are done");
    }

    private static int kind(Span span, boolean first) {
        return !span.getSpanContext().isValid() ? 0 : first ? 1 : 2;
    }

    private static void request(int kind, ExecutorService others, boolean wraps) throws Exception {
        for (int i = 0; i < 3; i++) {
            work(kind);
            Thread.sleep(1);
        }
        Runnable piece = () -> work(kind);
        others.submit(wraps ? Context.current().wrap(piece) : piece).get();
        work(kind);
    }

    private static void work(int kind) {
        switch (kind) {
            case 0:
                untraced();
                break;
            case 1:
                first();
                break;
            default:
                second();
                break;
        }
    }

    static void untraced() {
        spin();
    }

    static void first() {
        spin();
    }

    static void second() {
        spin();
    }

    private static void spin() {
        long end = System.nanoTime() + TimeUnit.MICROSECONDS.toNanos(400);
        long value = sink;
        while (System.nanoTime() < end) {
            for (int i = 0; i < 500; i++) {
                value = value * 6_364_136_223_846_793_005L + 1_442_695_040_888_963_407L;
            }
        }
        sink = value;
    }
}
