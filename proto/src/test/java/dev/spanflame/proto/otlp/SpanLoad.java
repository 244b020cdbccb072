package dev.spanflame.proto.otlp;

import com.google.protobuf.ByteString;
import io.opentelemetry.proto.collector.trace.v1.ExportTraceServiceRequest;
import io.opentelemetry.proto.common.v1.AnyValue;
import io.opentelemetry.proto.common.v1.InstrumentationScope;
import io.opentelemetry.proto.common.v1.KeyValue;
import io.opentelemetry.proto.resource.v1.Resource;
import io.opentelemetry.proto.trace.v1.ResourceSpans;
import io.opentelemetry.proto.trace.v1.ScopeSpans;
import io.opentelemetry.proto.trace.v1.Span;
import io.opentelemetry.proto.trace.v1.Status;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;

/// Seeded traffic of a shop of 40 services with 3 instances each: whole traces of 10 to 60 spans, 22 resource
/// attributes, about ten span attributes, two in a hundred spans failing with a stack trace. About 481 bytes a span.
public final class SpanLoad {
    private static final int SERVICES = 40;
    private static final List<String> ROUTES =
            List.of("/cart", "/cart/{id}", "/checkout", "/products", "/products/{id}", "/users/{id}", "/search");
    private static final List<String> TABLES = List.of("orders", "items", "users", "stock", "prices");
    private static final List<String> METHODS = List.of("GET", "POST", "PUT", "DELETE");

    private final SplittableRandom random;
    private long clockNanos;

    /// Traffic that depends on `seed` alone and begins at `startNanos` since the epoch.
    public SpanLoad(long seed, long startNanos) {
        random = new SplittableRandom(seed);
        clockNanos = startNanos;
    }

    /// A request of `traces` whole traces, grouped by the instance that made the spans.
    public ExportTraceServiceRequest request(int traces) {
        Map<Integer, List<Span>> byInstance = new TreeMap<>();
        for (int i = 0; i < traces; i++) {
            addTrace(byInstance);
        }
        ExportTraceServiceRequest.Builder request = ExportTraceServiceRequest.newBuilder();
        byInstance.forEach((instance, spans) -> request.addResourceSpans(ResourceSpans.newBuilder()
                .setResource(resource(instance))
                .setSchemaUrl("https://opentelemetry.io/schemas/1.37.0")
                .addScopeSpans(ScopeSpans.newBuilder()
                        .setScope(InstrumentationScope.newBuilder()
                                .setName("io.opentelemetry.spring-webmvc-6.0")
                                .setVersion("2.20.1-alpha"))
                        .addAllSpans(spans))));
        return request.build();
    }

    private void addTrace(Map<Integer, List<Span>> byInstance) {
        clockNanos += random.nextInt(2_000_000);
        ByteString traceId = id(16);
        List<ByteString> ids = new ArrayList<>();
        int size = 10 + random.nextInt(51);
        int home = random.nextInt(SERVICES);
        for (int i = 0; i < size; i++) {
            ByteString parent = i == 0 ? ByteString.EMPTY : ids.get(random.nextInt(ids.size()));
            int instance = (home + random.nextInt(4)) % SERVICES * 3 + i % 3;
            Span span = span(traceId, parent, i);
            ids.add(span.getSpanId());
            byInstance.computeIfAbsent(instance, _ -> new ArrayList<>()).add(span);
        }
    }

    private Span span(ByteString traceId, ByteString parent, int depth) {
        long start = clockNanos + depth * 1_000_000L + random.nextInt(1_000_000);
        Span.Builder span = Span.newBuilder()
                .setTraceId(traceId)
                .setSpanId(id(8))
                .setParentSpanId(parent)
                .setFlags(0x101)
                .setStartTimeUnixNano(start)
                .setEndTimeUnixNano(start + 50_000 + random.nextInt(20_000_000));
        switch (depth == 0 ? 0 : random.nextInt(3)) {
            case 0 -> server(span);
            case 1 -> client(span);
            default -> database(span);
        }
        span.addAttributes(number("thread.id", random.nextInt(200)));
        if (random.nextInt(50) == 0) {
            fail(span, start);
        }
        if (random.nextInt(30) == 0) {
            span.addLinks(Span.Link.newBuilder()
                    .setTraceId(id(16))
                    .setSpanId(id(8))
                    .addAttributes(text("messaging.operation.type", "receive")));
        }
        return span.build();
    }

    private void server(Span.Builder span) {
        String route = pick(ROUTES);
        String method = pick(METHODS);
        span.setName(method + " " + route)
                .setKind(Span.SpanKind.SPAN_KIND_SERVER)
                .addAttributes(text("http.request.method", method))
                .addAttributes(text("http.route", route))
                .addAttributes(text("url.path", route.replace("{id}", "" + random.nextInt(100_000))))
                .addAttributes(number("http.response.status_code", random.nextInt(50) == 0 ? 500 : 200))
                .addAttributes(text("server.address", "shop.example.com"))
                .addAttributes(number("server.port", 8080))
                .addAttributes(text("client.address", "10." + random.nextInt(256) + "." + random.nextInt(256) + ".7"))
                .addAttributes(
                        text("user_agent.original", "Mozilla/5.0 (X11; Linux x86_64; rv:14" + random.nextInt(9)));
    }

    private void client(Span.Builder span) {
        String method = pick(METHODS);
        int service = random.nextInt(SERVICES);
        span.setName(method)
                .setKind(Span.SpanKind.SPAN_KIND_CLIENT)
                .addAttributes(text("http.method", method))
                .addAttributes(text(
                        "http.url",
                        "http://service-" + service + ":8080" + pick(ROUTES) + "?page=" + random.nextInt(1000)))
                .addAttributes(number("http.status_code", 200))
                .addAttributes(text("net.peer.name", "service-" + service))
                .addAttributes(number("net.peer.port", 8080))
                .addAttributes(number("http.response_content_length", random.nextInt(100_000)))
                .addAttributes(flag("http.retried", random.nextBoolean()));
    }

    private void database(Span.Builder span) {
        String table = pick(TABLES);
        span.setName("SELECT shop." + table)
                .setKind(Span.SpanKind.SPAN_KIND_CLIENT)
                .addAttributes(text("db.system.name", "postgresql"))
                .addAttributes(text("db.operation.name", "SELECT"))
                .addAttributes(text("db.collection.name", table))
                .addAttributes(text("db.query.text", "SELECT id, name, price FROM " + table + " WHERE id = ?"))
                .addAttributes(text("server.address", "postgres-" + random.nextInt(4) + ".db"))
                .addAttributes(number("server.port", 5432))
                .addAttributes(number("db.response.returned_rows", random.nextInt(500)))
                .addAttributes(real("db.pool.wait_ms", random.nextInt(1000) / 8.0));
    }

    private void fail(Span.Builder span, long start) {
        StringBuilder stack = new StringBuilder("java.lang.IllegalStateException: out of stock\n");
        for (int i = 6 + random.nextInt(14); i > 0; i--) {
            stack.append("\tat com.example.shop.Service")
                    .append(random.nextInt(90))
                    .append(".call(Service.java:");
            stack.append(random.nextInt(900)).append(")\n");
        }
        span.setStatus(Status.newBuilder()
                        .setCode(Status.StatusCode.STATUS_CODE_ERROR)
                        .setMessage("out of stock"))
                .addEvents(Span.Event.newBuilder()
                        .setTimeUnixNano(start + 40_000)
                        .setName("exception")
                        .addAttributes(text("exception.type", "java.lang.IllegalStateException"))
                        .addAttributes(text("exception.message", "out of stock"))
                        .addAttributes(text("exception.stacktrace", stack.toString())));
    }

    private static Resource resource(int instance) {
        String service = "service-" + instance / 3;
        String pod = service + "-7d9f8b6c5-" + instance;
        Resource.Builder resource = Resource.newBuilder()
                .addAttributes(text("service.name", service))
                .addAttributes(text("service.namespace", "shop"))
                .addAttributes(text("service.version", "1." + instance % 7 + ".3"))
                .addAttributes(text("service.instance.id", pod))
                .addAttributes(text("deployment.environment.name", "production"))
                .addAttributes(text("k8s.cluster.name", "eu-1"))
                .addAttributes(text("k8s.namespace.name", "shop"))
                .addAttributes(text("k8s.pod.name", pod))
                .addAttributes(text("k8s.node.name", "node-" + instance % 12))
                .addAttributes(text("k8s.deployment.name", service))
                .addAttributes(text("k8s.container.name", "main"))
                .addAttributes(text("host.name", pod))
                .addAttributes(text("host.arch", "amd64"))
                .addAttributes(text("os.type", "linux"))
                .addAttributes(text("process.runtime.name", "OpenJDK Runtime Environment"))
                .addAttributes(text("process.runtime.version", "25.0.1+8"))
                .addAttributes(number("process.pid", 1))
                .addAttributes(text("telemetry.sdk.language", "java"))
                .addAttributes(text("telemetry.sdk.name", "opentelemetry"))
                .addAttributes(text("telemetry.sdk.version", "1.55.0"))
                .addAttributes(text("cloud.provider", "aws"))
                .addAttributes(text("cloud.region", "eu-central-1"));
        return resource.build();
    }

    private String pick(List<String> choices) {
        return choices.get(random.nextInt(choices.size()));
    }

    private ByteString id(int size) {
        byte[] bytes = new byte[size];
        random.nextBytes(bytes);
        bytes[size - 1] |= 1;
        return ByteString.copyFrom(bytes);
    }

    private static KeyValue text(String key, String value) {
        return pair(key, AnyValue.newBuilder().setStringValue(value));
    }

    private static KeyValue number(String key, long value) {
        return pair(key, AnyValue.newBuilder().setIntValue(value));
    }

    private static KeyValue real(String key, double value) {
        return pair(key, AnyValue.newBuilder().setDoubleValue(value));
    }

    private static KeyValue flag(String key, boolean value) {
        return pair(key, AnyValue.newBuilder().setBoolValue(value));
    }

    private static KeyValue pair(String key, AnyValue.Builder value) {
        return KeyValue.newBuilder().setKey(key).setValue(value).build();
    }
}
