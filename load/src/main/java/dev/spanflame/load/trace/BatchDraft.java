package dev.spanflame.load.trace;

import com.google.protobuf.ByteString;
import io.opentelemetry.proto.collector.trace.v1.ExportTraceServiceRequest;
import io.opentelemetry.proto.common.v1.InstrumentationScope;
import io.opentelemetry.proto.trace.v1.ResourceSpans;
import io.opentelemetry.proto.trace.v1.ScopeSpans;
import io.opentelemetry.proto.trace.v1.Span;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// The spans of one request while they are made, grouped by instance and scope as a collector sends them.
///
/// Ids are numbers within the batch, which [BatchTemplate] replaces: trace `t` has the id t, its span `s` the id
/// t * 2^32 + s + 1. Not thread-safe.
final class BatchDraft {
    private record Place(int service, int instance, String scope) implements Comparable<Place> {
        @Override
        public int compareTo(Place other) {
            int byService = Integer.compare(service, other.service);
            if (byService != 0) {
                return byService;
            }
            int byInstance = Integer.compare(instance, other.instance);
            return byInstance != 0 ? byInstance : scope.compareTo(other.scope);
        }
    }

    private final Map<Place, List<Span.Builder>> places = new TreeMap<>();
    private int traces;
    private int spansOfTrace;
    private int spans;

    /// Begins the next trace.
    void beginTrace() {
        traces++;
        spansOfTrace = 0;
    }

    /// A new span of the current trace with its ids set; `parent` is empty for a root.
    Span.Builder add(ShopService service, int instance, String scope, ByteString parent) {
        Span.Builder span = Span.newBuilder()
                .setTraceId(traceId(traces - 1))
                .setSpanId(spanId(traces - 1, spansOfTrace))
                .setParentSpanId(parent)
                .setFlags(parent.isEmpty() ? 0x101 : 0x301);
        spansOfTrace++;
        spans++;
        places.computeIfAbsent(new Place(service.index(), instance, scope), _ -> new ArrayList<>())
                .add(span);
        return span;
    }

    /// Number of the current trace within the batch.
    int trace() {
        return traces - 1;
    }

    /// Spans of the current trace.
    int spansOfTrace() {
        return spansOfTrace;
    }

    /// Spans of all traces.
    int spans() {
        return spans;
    }

    static ByteString traceId(int trace) {
        return ByteString.copyFrom(ByteBuffer.allocate(16).putLong(trace).flip().limit(16));
    }

    static ByteString spanId(int trace, int span) {
        return ByteString.copyFrom(
                ByteBuffer.allocate(8).putLong((long) trace << 32 | (span + 1L)).flip());
    }

    /// The request.
    ExportTraceServiceRequest request() {
        ExportTraceServiceRequest.Builder request = ExportTraceServiceRequest.newBuilder();
        ResourceSpans.Builder resource = ResourceSpans.newBuilder();
        int service = -1;
        int instance = -1;
        for (Map.Entry<Place, List<Span.Builder>> entry : places.entrySet()) {
            Place place = entry.getKey();
            if (place.service() != service || place.instance() != instance) {
                if (service >= 0) {
                    request.addResourceSpans(resource);
                }
                service = place.service();
                instance = place.instance();
                resource = ResourceSpans.newBuilder()
                        .setResource(Resources.of(Shop.services().get(service), instance));
            }
            resource.addScopeSpans(scope(place.scope(), entry.getValue()));
        }
        return request.addResourceSpans(resource).build();
    }

    private static ScopeSpans scope(String name, List<Span.Builder> spans) {
        ScopeSpans.Builder scope = ScopeSpans.newBuilder()
                .setScope(InstrumentationScope.newBuilder().setName(name).setVersion("2.15.0"));
        spans.forEach(scope::addSpans);
        return scope.build();
    }
}
