package dev.spanflame.tests.system;

import com.google.protobuf.ByteString;
import io.opentelemetry.proto.collector.trace.v1.ExportTraceServiceRequest;
import io.opentelemetry.proto.common.v1.AnyValue;
import io.opentelemetry.proto.common.v1.KeyValue;
import io.opentelemetry.proto.resource.v1.Resource;
import io.opentelemetry.proto.trace.v1.ResourceSpans;
import io.opentelemetry.proto.trace.v1.ScopeSpans;
import io.opentelemetry.proto.trace.v1.Span;
import java.nio.ByteBuffer;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/// OTLP requests of tests, made by the generated messages. Trace ids count upwards, so that no two tests share one.
public final class Spans {
    private static final AtomicLong NEXT = new AtomicLong(1);

    private Spans() {}

    /// A trace id not used before, as 32 hexadecimal digits.
    public static String newTraceId() {
        return String.format(Locale.ROOT, "%016x%016x", 0xfeedL, NEXT.getAndIncrement());
    }

    /// A request with one good span of the trace, with `padding` bytes in an attribute.
    public static ExportTraceServiceRequest one(String traceId, String service, int padding) {
        return request(
                service,
                span(traceId, 1, "work")
                        .addAttributes(attribute("padding", "x".repeat(padding)))
                        .build());
    }

    /// Sends an encoded request by HTTP.
    public static Wire.Answer send(SpanflameProcess server, byte[] request) {
        return Wire.post(
                server.uri("otlp-http").resolve("/v1/traces"), request, "Content-Type", "application/x-protobuf");
    }

    /// Has a server write two blocks: one of a span, one of a profile.
    public static void written(SpanflameProcess server, String service) {
        Wire.Answer answer = send(server, one(newTraceId(), service, 10).toByteArray());
        int profiles = Profiles.send(server, service, 7, "leaf", "root");
        if (answer.status() != 200 || profiles != 200) {
            throw new IllegalStateException("not taken: " + answer.status() + " " + answer.text() + ", " + profiles);
        }
        server.flush();
    }

    /// A span that began a second ago.
    public static Span.Builder span(String traceId, long spanId, String name) {
        long now = TimeUnit.MILLISECONDS.toNanos(System.currentTimeMillis());
        return Span.newBuilder()
                .setTraceId(ByteString.fromHex(traceId))
                .setSpanId(ByteString.copyFrom(ByteBuffer.allocate(8).putLong(0, spanId)))
                .setName(name)
                .setKind(Span.SpanKind.SPAN_KIND_SERVER)
                .setStartTimeUnixNano(now - 1_000_000_000L)
                .setEndTimeUnixNano(now);
    }

    /// A request with spans of one service.
    public static ExportTraceServiceRequest request(String service, Span... spans) {
        ScopeSpans.Builder scope = ScopeSpans.newBuilder();
        for (Span span : spans) {
            scope.addSpans(span);
        }
        return ExportTraceServiceRequest.newBuilder()
                .addResourceSpans(ResourceSpans.newBuilder()
                        .setResource(Resource.newBuilder().addAttributes(attribute("service.name", service)))
                        .addScopeSpans(scope))
                .build();
    }

    private static KeyValue attribute(String key, String value) {
        return KeyValue.newBuilder()
                .setKey(key)
                .setValue(AnyValue.newBuilder().setStringValue(value))
                .build();
    }
}
