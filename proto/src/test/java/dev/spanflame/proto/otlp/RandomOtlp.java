package dev.spanflame.proto.otlp;

import com.google.protobuf.ByteString;
import io.opentelemetry.proto.collector.trace.v1.ExportTraceServiceRequest;
import io.opentelemetry.proto.common.v1.AnyValue;
import io.opentelemetry.proto.common.v1.ArrayValue;
import io.opentelemetry.proto.common.v1.EntityRef;
import io.opentelemetry.proto.common.v1.InstrumentationScope;
import io.opentelemetry.proto.common.v1.KeyValue;
import io.opentelemetry.proto.common.v1.KeyValueList;
import io.opentelemetry.proto.resource.v1.Resource;
import io.opentelemetry.proto.trace.v1.ResourceSpans;
import io.opentelemetry.proto.trace.v1.ScopeSpans;
import io.opentelemetry.proto.trace.v1.Span;
import io.opentelemetry.proto.trace.v1.Status;
import java.util.List;
import java.util.random.RandomGenerator;

/// Seeded requests in which every field of OTLP's trace messages occurs, with values that no sender should send.
public final class RandomOtlp {
    private static final List<String> TEXTS = List.of(
            "",
            "a",
            "GET /cart",
            "http.request.method",
            "z\u0000z",
            "gr\u00fc\u00df dich",
            "\u4e2d\u6587",
            "\ud83d\udd25 fire",
            "x".repeat(200));
    private static final long[] NUMBERS = {
        0, 1, -1, 127, 128, 300, Integer.MAX_VALUE, Integer.MIN_VALUE, 1L << 40, Long.MAX_VALUE, Long.MIN_VALUE
    };
    private static final double[] REALS = {
        0, -0.0, 1.5, Double.NaN, Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY, Double.MIN_VALUE, 1e300
    };

    private final RandomGenerator random;

    /// Messages drawn from `random`.
    public RandomOtlp(RandomGenerator random) {
        this.random = random;
    }

    /// A request of a few spans.
    public ExportTraceServiceRequest request() {
        ExportTraceServiceRequest.Builder request = ExportTraceServiceRequest.newBuilder();
        for (int i = random.nextInt(3); i >= 0; i--) {
            request.addResourceSpans(resourceSpans());
        }
        return request.build();
    }

    private ResourceSpans resourceSpans() {
        ResourceSpans.Builder group = ResourceSpans.newBuilder().setSchemaUrl(text());
        if (oneIn(8)) {
            return group.build();
        }
        Resource.Builder resource =
                Resource.newBuilder().addAllAttributes(attributes(4)).setDroppedAttributesCount((int) number());
        for (int i = random.nextInt(3); i > 0; i--) {
            resource.addEntityRefs(EntityRef.newBuilder()
                    .setSchemaUrl(text())
                    .setType(text())
                    .addIdKeys(text())
                    .addIdKeys(text())
                    .addDescriptionKeys(text()));
        }
        group.setResource(resource);
        for (int i = random.nextInt(3); i > 0; i--) {
            group.addScopeSpans(scopeSpans());
        }
        return group.build();
    }

    private ScopeSpans scopeSpans() {
        ScopeSpans.Builder group = ScopeSpans.newBuilder().setSchemaUrl(text());
        if (!oneIn(8)) {
            group.setScope(InstrumentationScope.newBuilder()
                    .setName(text())
                    .setVersion(text())
                    .addAllAttributes(attributes(3))
                    .setDroppedAttributesCount((int) number()));
        }
        for (int i = random.nextInt(4); i > 0; i--) {
            group.addSpans(span());
        }
        return group.build();
    }

    /// A span whose ids are right more often than not.
    public Span span() {
        Span.Builder span = Span.newBuilder()
                .setTraceId(id(16))
                .setSpanId(id(8))
                .setParentSpanId(id(8))
                .setTraceState(text())
                .setFlags((int) number())
                .setName(text())
                .setKindValue(oneIn(4) ? (int) number() : random.nextInt(6))
                .setStartTimeUnixNano(number())
                .setEndTimeUnixNano(number())
                .addAllAttributes(attributes(6))
                .setDroppedAttributesCount((int) number())
                .setDroppedEventsCount((int) number())
                .setDroppedLinksCount((int) number());
        if (random.nextBoolean()) {
            span.setStatus(Status.newBuilder().setMessage(text()).setCodeValue(random.nextInt(5) - 1));
        }
        for (int i = random.nextInt(3); i > 0; i--) {
            span.addEvents(Span.Event.newBuilder()
                    .setTimeUnixNano(number())
                    .setName(text())
                    .addAllAttributes(attributes(3))
                    .setDroppedAttributesCount((int) number()));
        }
        for (int i = random.nextInt(3); i > 0; i--) {
            span.addLinks(Span.Link.newBuilder()
                    .setTraceId(id(16))
                    .setSpanId(id(8))
                    .setTraceState(text())
                    .addAllAttributes(attributes(3))
                    .setDroppedAttributesCount((int) number())
                    .setFlags((int) number()));
        }
        return span.build();
    }

    private List<KeyValue> attributes(int max) {
        return random.ints(random.nextInt(max + 1)).mapToObj(_ -> keyValue(3)).toList();
    }

    private KeyValue keyValue(int levels) {
        KeyValue.Builder pair = KeyValue.newBuilder().setKey(text());
        if (oneIn(16)) {
            pair.setKeyStrindex(7);
        }
        return oneIn(16) ? pair.build() : pair.setValue(value(levels)).build();
    }

    /// A value with up to `levels` values inside each other.
    public AnyValue value(int levels) {
        AnyValue.Builder value = AnyValue.newBuilder();
        switch (random.nextInt(levels == 0 ? 7 : 9)) {
            case 0 -> value.setBoolValue(random.nextBoolean());
            case 1 -> value.setIntValue(number());
            case 2 -> value.setDoubleValue(REALS[random.nextInt(REALS.length)]);
            case 3 -> value.setBytesValue(bytes(random.nextInt(20)));
            case 4 -> {
                if (oneIn(4)) {
                    value.setStringValueStrindex(3);
                }
            }
            case 5, 6 -> value.setStringValue(text());
            case 7 -> {
                ArrayValue.Builder array = ArrayValue.newBuilder();
                for (int i = random.nextInt(4); i > 0; i--) {
                    array.addValues(value(levels - 1));
                }
                value.setArrayValue(array);
            }
            default -> {
                KeyValueList.Builder map = KeyValueList.newBuilder();
                for (int i = random.nextInt(4); i > 0; i--) {
                    map.addValues(keyValue(levels - 1));
                }
                value.setKvlistValue(map);
            }
        }
        return value.build();
    }

    private ByteString id(int size) {
        return switch (random.nextInt(16)) {
            case 0 -> ByteString.EMPTY;
            case 1 -> ByteString.copyFrom(new byte[size]);
            case 2 -> bytes(random.nextInt(40));
            default -> bytes(size);
        };
    }

    private ByteString bytes(int size) {
        byte[] bytes = new byte[size];
        random.nextBytes(bytes);
        return ByteString.copyFrom(bytes);
    }

    private String text() {
        return TEXTS.get(random.nextInt(TEXTS.size()));
    }

    private long number() {
        return oneIn(3) ? NUMBERS[random.nextInt(NUMBERS.length)] : random.nextLong();
    }

    private boolean oneIn(int n) {
        return random.nextInt(n) == 0;
    }
}
