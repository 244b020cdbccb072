package dev.spanflame.tests.clients;

import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.context.Context;
import io.opentelemetry.sdk.trace.ReadWriteSpan;
import io.opentelemetry.sdk.trace.ReadableSpan;
import io.opentelemetry.sdk.trace.SpanProcessor;
import java.util.concurrent.TimeUnit;

/// A shop whose reports take long when they are of a whole year.
final class SlowShop {
    private final Tracer tracer;
    private long sum;

    SlowShop(Tracer tracer) {
        this.tracer = tracer;
    }

    /// Puts the thread on every span, as the OpenTelemetry agent for Java does.
    static final class Threads implements SpanProcessor {
        @Override
        public void onStart(Context parent, ReadWriteSpan span) {
            span.setAttribute("thread.name", Thread.currentThread().getName());
        }

        @Override
        public boolean isStartRequired() {
            return true;
        }

        @Override
        public void onEnd(ReadableSpan span) {
            // nothing to add
        }

        @Override
        public boolean isEndRequired() {
            return false;
        }
    }

    /// Answers a request; returns the id of its trace.
    String report(boolean ofAYear) {
        Span span = tracer.spanBuilder("GET /report")
                .setAttribute("http.route", "/report")
                .startSpan();
        try {
            sum += ofAYear ? addUpTheYear() : readTheMonth();
        } finally {
            span.end();
        }
        return span.getSpanContext().getTraceId();
    }

    /// Work without a request.
    void tidyUp() {
        sum += sweep();
    }

    long sum() {
        return sum;
    }

    private static long addUpTheYear() {
        return work(300);
    }

    private static long readTheMonth() {
        return work(20);
    }

    private static long sweep() {
        return work(400);
    }

    private static long work(int millis) {
        long end = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(millis);
        long value = end;
        while (System.nanoTime() < end) {
            for (int i = 0; i < 100_000; i++) {
                value = value * 6_364_136_223_846_793_005L + 1_442_695_040_888_963_407L;
            }
        }
        return value;
    }
}
