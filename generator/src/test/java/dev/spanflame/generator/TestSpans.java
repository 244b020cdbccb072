package dev.spanflame.generator;

import com.google.protobuf.ByteString;
import dev.spanflame.generator.label.LabelSet;
import dev.spanflame.generator.series.HistogramKind;
import dev.spanflame.generator.series.Registry;
import dev.spanflame.generator.series.RegistrySettings;
import dev.spanflame.generator.series.TextExposition;
import dev.spanflame.generator.span.SpanRow;
import dev.spanflame.model.trace.SpanBatch;
import dev.spanflame.proto.otlp.OtlpSpanDecoder;
import io.opentelemetry.proto.common.v1.AnyValue;
import io.opentelemetry.proto.common.v1.KeyValue;
import io.opentelemetry.proto.resource.v1.Resource;
import io.opentelemetry.proto.trace.v1.ResourceSpans;
import io.opentelemetry.proto.trace.v1.ScopeSpans;
import io.opentelemetry.proto.trace.v1.Span;
import io.opentelemetry.proto.trace.v1.Status;
import io.opentelemetry.proto.trace.v1.TracesData;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.BitSet;
import java.util.List;
import java.util.stream.Collectors;

/// Spans as requests bring them, and series as somebody would read them.
public final class TestSpans {
    /// When everything here happens, milliseconds since the epoch.
    public static final long NOW = 1_800_000_030_000L;

    private TestSpans() {}

    /// An attribute; text, number or truth value.
    public static KeyValue attribute(String key, Object value) {
        AnyValue.Builder any = AnyValue.newBuilder();
        switch (value) {
            case Long number -> any.setIntValue(number);
            case Double number -> any.setDoubleValue(number);
            case Boolean flag -> any.setBoolValue(flag);
            default -> any.setStringValue(value.toString());
        }
        return KeyValue.newBuilder().setKey(key).setValue(any).build();
    }

    /// A span of trace 1 that ended now.
    public static Span.Builder span(String name, Span.SpanKind kind, long id, long parent, long millis) {
        Span.Builder span = Span.newBuilder()
                .setTraceId(id(16, 1))
                .setSpanId(id(8, id))
                .setName(name)
                .setKind(kind)
                .setStartTimeUnixNano((NOW - millis) * 1_000_000)
                .setEndTimeUnixNano(NOW * 1_000_000);
        return parent == 0 ? span : span.setParentSpanId(id(8, parent));
    }

    /// A span that failed.
    public static Span.Builder failed(Span.Builder span) {
        return span.setStatus(Status.newBuilder().setCode(Status.StatusCode.STATUS_CODE_ERROR));
    }

    private static ByteString id(int size, long value) {
        return ByteString.copyFrom(
                ByteBuffer.allocate(size).putLong(size - 8, value).array());
    }

    /// Spans of one resource.
    public static ResourceSpans of(Resource resource, Span.Builder... spans) {
        ScopeSpans.Builder scope = ScopeSpans.newBuilder();
        for (Span.Builder span : spans) {
            scope.addSpans(span);
        }
        return ResourceSpans.newBuilder()
                .setResource(resource)
                .addScopeSpans(scope)
                .build();
    }

    /// A resource with these attributes.
    public static Resource resource(KeyValue... attributes) {
        return Resource.newBuilder().addAllAttributes(List.of(attributes)).build();
    }

    /// The resource of a service without more.
    public static Resource service(String name) {
        return resource(attribute("service.name", name));
    }

    /// A batch as the ingester makes it.
    public static SpanBatch batch(ResourceSpans... resources) {
        byte[] request = TracesData.newBuilder()
                .addAllResourceSpans(List.of(resources))
                .build()
                .toByteArray();
        SpanBatch batch = new SpanBatch();
        new OtlpSpanDecoder().decode(request, new BitSet(), batch);
        return batch;
    }

    /// A cursor on the first span of a batch.
    public static SpanRow row(ResourceSpans resource) {
        SpanRow row = new SpanRow();
        row.open(batch(resource), NOW);
        row.moveTo(0);
        return row;
    }

    /// Settings without limits.
    public static RegistrySettings settings(HistogramKind kind) {
        return new RegistrySettings(0, 0, Duration.ofMinutes(15), kind, "traceID", LabelSet.EMPTY);
    }

    /// The series of a registry as lines of the classic text format, without comments, sorted.
    public static List<String> lines(Registry registry) {
        TextExposition out = new TextExposition(false, "traceID");
        registry.expose(out);
        out.end();
        return new String(out.toByteArray(), StandardCharsets.UTF_8)
                .lines()
                .filter(line -> !line.startsWith("#"))
                .sorted()
                .collect(Collectors.toList());
    }
}
