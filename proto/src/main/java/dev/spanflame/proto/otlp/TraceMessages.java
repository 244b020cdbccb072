package dev.spanflame.proto.otlp;

import com.google.protobuf.ByteString;
import dev.spanflame.model.trace.Attribute;
import dev.spanflame.model.trace.Resource;
import dev.spanflame.model.trace.Scope;
import dev.spanflame.model.trace.Span;
import dev.spanflame.model.trace.Trace;
import dev.spanflame.model.trace.TraceId;
import io.opentelemetry.proto.common.v1.EntityRef;
import io.opentelemetry.proto.common.v1.InstrumentationScope;
import io.opentelemetry.proto.trace.v1.ResourceSpans;
import io.opentelemetry.proto.trace.v1.ScopeSpans;
import io.opentelemetry.proto.trace.v1.Status;
import io.opentelemetry.proto.trace.v1.TracesData;
import java.util.List;

/// A [Trace] as OTLP messages.
///
/// Resource, scope and status are always set, empty if need be: Grafana's Tempo plugin reads them unseen. An id of 0,
/// which means none, is written as no bytes.
public final class TraceMessages {
    /// What a resource without attributes is given where Grafana is to read it: its plugin leaves out the spans of a
    /// resource that has none. The name is the one that OpenTelemetry's SDKs use for a service without a name.
    private static final Attribute UNKNOWN_SERVICE = Attribute.of("service.name", "unknown_service");

    private TraceMessages() {}

    /// `trace` exactly as it is.
    public static TracesData tracesData(Trace trace) {
        TracesData.Builder data = TracesData.newBuilder();
        for (Trace.ResourceSpans group : trace.resourceSpans()) {
            data.addResourceSpans(resourceSpans(group, group.resource().attributes()));
        }
        return data.build();
    }

    /// `trace` as Tempo's answers carry it, with at least one attribute in every resource.
    public static dev.spanflame.proto.tempopb.Trace tempo(Trace trace) {
        dev.spanflame.proto.tempopb.Trace.Builder data = dev.spanflame.proto.tempopb.Trace.newBuilder();
        for (Trace.ResourceSpans group : trace.resourceSpans()) {
            data.addResourceSpans(resourceSpans(group, tempoAttributes(group.resource())));
        }
        return data.build();
    }

    /// Attributes of a resource in Tempo's answers: its own, or the one of a nameless service.
    public static List<Attribute> tempoAttributes(Resource resource) {
        return resource.attributes().isEmpty() ? List.of(UNKNOWN_SERVICE) : resource.attributes();
    }

    /// Entity references of a resource. Throws [IllegalArgumentException] when its bytes are none.
    public static List<EntityRef> entityRefs(Resource resource) {
        return EntityRefCodec.messages(resource.entityRefs().value());
    }

    private static ResourceSpans resourceSpans(Trace.ResourceSpans group, List<Attribute> attributes) {
        ResourceSpans.Builder message = ResourceSpans.newBuilder()
                .setResource(io.opentelemetry.proto.resource.v1.Resource.newBuilder()
                        .addAllAttributes(AnyValueCodec.messages(attributes))
                        .setDroppedAttributesCount(group.resource().droppedAttributes())
                        .addAllEntityRefs(EntityRefCodec.messages(
                                group.resource().entityRefs().value())))
                .setSchemaUrlBytes(AnyValueCodec.utf8(group.resource().schemaUrl()));
        for (Trace.ScopeSpans scopeSpans : group.scopeSpans()) {
            message.addScopeSpans(scopeSpans(scopeSpans));
        }
        return message.build();
    }

    private static ScopeSpans scopeSpans(Trace.ScopeSpans group) {
        Scope scope = group.scope();
        ScopeSpans.Builder message = ScopeSpans.newBuilder()
                .setScope(InstrumentationScope.newBuilder()
                        .setNameBytes(AnyValueCodec.utf8(scope.name()))
                        .setVersionBytes(AnyValueCodec.utf8(scope.version()))
                        .addAllAttributes(AnyValueCodec.messages(scope.attributes()))
                        .setDroppedAttributesCount(scope.droppedAttributes()))
                .setSchemaUrlBytes(AnyValueCodec.utf8(scope.schemaUrl()));
        for (Span span : group.spans()) {
            message.addSpans(span(span));
        }
        return message.build();
    }

    /// One span.
    public static io.opentelemetry.proto.trace.v1.Span span(Span span) {
        io.opentelemetry.proto.trace.v1.Span.Builder message = io.opentelemetry.proto.trace.v1.Span.newBuilder()
                .setTraceId(id(span.traceId()))
                .setSpanId(id(span.spanId()))
                .setParentSpanId(id(span.parentSpanId()))
                .setTraceStateBytes(AnyValueCodec.utf8(span.traceState()))
                .setFlags(span.flags())
                .setNameBytes(AnyValueCodec.utf8(span.name()))
                .setKindValue(span.kind())
                .setStartTimeUnixNano(span.startNanos())
                .setEndTimeUnixNano(span.endNanos())
                .addAllAttributes(AnyValueCodec.messages(span.attributes()))
                .setDroppedAttributesCount(span.droppedAttributes())
                .setDroppedEventsCount(span.droppedEvents())
                .setDroppedLinksCount(span.droppedLinks())
                .setStatus(Status.newBuilder()
                        .setMessageBytes(AnyValueCodec.utf8(span.statusMessage()))
                        .setCodeValue(span.status()));
        span.events().forEach(event -> message.addEvents(event(event)));
        span.links().forEach(link -> message.addLinks(link(link)));
        return message.build();
    }

    private static io.opentelemetry.proto.trace.v1.Span.Event event(Span.Event event) {
        return io.opentelemetry.proto.trace.v1.Span.Event.newBuilder()
                .setTimeUnixNano(event.timeNanos())
                .setNameBytes(AnyValueCodec.utf8(event.name()))
                .addAllAttributes(AnyValueCodec.messages(event.attributes()))
                .setDroppedAttributesCount(event.droppedAttributes())
                .build();
    }

    private static io.opentelemetry.proto.trace.v1.Span.Link link(Span.Link link) {
        return io.opentelemetry.proto.trace.v1.Span.Link.newBuilder()
                .setTraceId(id(link.traceId()))
                .setSpanId(id(link.spanId()))
                .setTraceStateBytes(AnyValueCodec.utf8(link.traceState()))
                .addAllAttributes(AnyValueCodec.messages(link.attributes()))
                .setDroppedAttributesCount(link.droppedAttributes())
                .setFlags(link.flags())
                .build();
    }

    private static ByteString id(TraceId id) {
        return id.isZero() ? ByteString.EMPTY : ByteString.copyFrom(IdBytes.of(id));
    }

    private static ByteString id(long id) {
        return id == 0 ? ByteString.EMPTY : ByteString.copyFrom(IdBytes.of(id));
    }
}
