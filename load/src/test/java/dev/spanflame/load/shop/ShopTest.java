package dev.spanflame.load.shop;

import static org.assertj.core.api.Assertions.assertThat;

import dev.spanflame.load.shop.ShopOptions.OtlpProtocol;
import io.opentelemetry.proto.common.v1.KeyValue;
import io.opentelemetry.proto.trace.v1.ResourceSpans;
import io.opentelemetry.proto.trace.v1.ScopeSpans;
import io.opentelemetry.proto.trace.v1.Span;
import io.opentelemetry.proto.trace.v1.Status;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
final class ShopTest {
    private static final Set<String> SERVICES =
            Set.of("frontend", "catalog", "cart", "checkout", "inventory", "payment", "settlement");

    /// A span with the service it came from.
    private record Received(String service, Span span) {}

    @Test
    void itsTracesCrossTheServicesAndShowFailuresEventsAndLinks() throws Exception {
        try (OtlpReceiver receiver = new OtlpReceiver()) {
            try (Shop shop = Shop.start(new ShopOptions(receiver.http(), OtlpProtocol.HTTP, 1, 40))) {
                await(
                        receiver,
                        spans -> spans.stream().anyMatch(ShopTest::isFailedPayment)
                                && spans.stream().anyMatch(ShopTest::isCacheHit)
                                && spans.stream()
                                        .anyMatch(received -> received.span().getLinksCount() > 1));
                assertThat(shop.orders()).isPositive();
            }
            List<Received> spans = spans(receiver);
            Set<String> services = new HashSet<>();
            Set<String> events = new HashSet<>();
            Set<Span.SpanKind> kinds = new HashSet<>();
            for (Received received : spans) {
                services.add(received.service());
                kinds.add(received.span().getKind());
                received.span().getEventsList().forEach(event -> events.add(event.getName()));
            }
            assertThat(services).isEqualTo(SERVICES);
            assertThat(events).contains("exception", "cache miss", "cache hit", "stock reserved", "order placed");
            assertThat(kinds)
                    .contains(
                            Span.SpanKind.SPAN_KIND_SERVER,
                            Span.SpanKind.SPAN_KIND_CLIENT,
                            Span.SpanKind.SPAN_KIND_INTERNAL,
                            Span.SpanKind.SPAN_KIND_PRODUCER,
                            Span.SpanKind.SPAN_KIND_CONSUMER);
            assertThat(tracesWithoutOrphans(spans))
                    .anyMatch(trace -> servicesOf(trace)
                            .containsAll(Set.of("frontend", "checkout", "cart", "inventory", "payment")));
            assertThat(linksLeadToSpansOf(spans)).isTrue();
        }
    }

    @Test
    void spansSentOverGrpcArrive() throws Exception {
        try (OtlpReceiver receiver = new OtlpReceiver();
                Shop _ = Shop.start(new ShopOptions(receiver.grpc(), OtlpProtocol.GRPC, 7, 40))) {
            await(receiver, spans -> servicesOf(spans).containsAll(Set.of("frontend", "checkout", "payment")));
        }
    }

    private static boolean isFailedPayment(Received received) {
        return received.service().equals("payment")
                && received.span().getStatus().getCode() == Status.StatusCode.STATUS_CODE_ERROR;
    }

    private static boolean isCacheHit(Received received) {
        return received.span().getEventsList().stream()
                .anyMatch(event -> event.getName().equals("cache hit"));
    }

    /// Whether every link leads to a span of `payment` that was received too.
    private static boolean linksLeadToSpansOf(List<Received> spans) {
        Set<Object> payments = new HashSet<>();
        for (Received received : spans) {
            if (received.service().equals("payment")) {
                payments.add(received.span().getSpanId());
            }
        }
        return spans.stream()
                .flatMap(received -> received.span().getLinksList().stream())
                .allMatch(link -> payments.contains(link.getSpanId()));
    }

    private static List<List<Received>> tracesWithoutOrphans(List<Received> spans) {
        Map<Object, List<Received>> traces = new HashMap<>();
        for (Received received : spans) {
            traces.computeIfAbsent(received.span().getTraceId(), _ -> new ArrayList<>())
                    .add(received);
        }
        Predicate<List<Received>> whole = trace -> {
            Set<Object> ids = new HashSet<>();
            trace.forEach(received -> ids.add(received.span().getSpanId()));
            return trace.stream()
                    .allMatch(received -> received.span().getParentSpanId().isEmpty()
                            || ids.contains(received.span().getParentSpanId()));
        };
        return traces.values().stream().filter(whole).toList();
    }

    private static Set<String> servicesOf(List<Received> spans) {
        Set<String> services = new HashSet<>();
        spans.forEach(received -> services.add(received.service()));
        return services;
    }

    private static void await(OtlpReceiver receiver, Predicate<List<Received>> condition) {
        while (!condition.test(spans(receiver))) {
            Thread.onSpinWait();
            Thread.yield();
        }
    }

    private static List<Received> spans(OtlpReceiver receiver) {
        List<Received> spans = new ArrayList<>();
        for (ResourceSpans resource : receiver.received()) {
            String service = resource.getResource().getAttributesList().stream()
                    .filter(attribute -> attribute.getKey().equals("service.name"))
                    .map(KeyValue::getValue)
                    .findFirst()
                    .orElseThrow()
                    .getStringValue();
            for (ScopeSpans scope : resource.getScopeSpansList()) {
                scope.getSpansList().forEach(span -> spans.add(new Received(service, span)));
            }
        }
        return spans;
    }
}
