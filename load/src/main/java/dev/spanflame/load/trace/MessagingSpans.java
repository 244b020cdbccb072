package dev.spanflame.load.trace;

import static dev.spanflame.load.trace.Attributes.number;
import static dev.spanflame.load.trace.Attributes.text;

import com.google.protobuf.ByteString;
import io.opentelemetry.proto.trace.v1.Span;
import java.util.List;
import java.util.SplittableRandom;

/// Fills in spans that send messages to Kafka and take them from there.
final class MessagingSpans {
    private static final List<String> EVENTS = List.of("created", "changed", "paid", "sent", "cancelled");

    private final SplittableRandom random;

    MessagingSpans(SplittableRandom random) {
        this.random = random;
    }

    String scope(ShopService service) {
        return service.runtime().scopePrefix
                + switch (service.runtime()) {
                    case JAVA -> "kafka-clients-2.6";
                    case GO -> "github.com/segmentio/kafka-go";
                    case NODE -> "kafkajs";
                };
    }

    /// A message that `service` sends; returns the topic.
    String send(Span.Builder span, ShopService service) {
        String topic = service.namespace() + "." + service.name() + "." + EVENTS.get(random.nextInt(EVENTS.size()));
        span.setName("send " + topic)
                .setKind(Span.SpanKind.SPAN_KIND_PRODUCER)
                .addAttributes(text("messaging.operation.type", "send"));
        shared(span, service, topic);
        span.addAttributes(text("messaging.kafka.message.key", Integer.toString(random.nextInt(100_000))));
        return topic;
    }

    /// A message from `topic` that `service` works on.
    void receive(Span.Builder span, ShopService service, String topic) {
        span.setName("process " + topic)
                .setKind(Span.SpanKind.SPAN_KIND_CONSUMER)
                .addAttributes(text("messaging.operation.type", "process"));
        shared(span, service, topic);
        span.addAttributes(text("messaging.consumer.group.name", service.name()))
                .addAttributes(number("messaging.kafka.offset", 40_000_000L + random.nextInt(9_000_000)));
    }

    private void shared(Span.Builder span, ShopService service, String topic) {
        span.addAttributes(text("messaging.system", "kafka"))
                .addAttributes(text("messaging.destination.name", topic))
                .addAttributes(text("messaging.client.id", service.name() + "-1"))
                .addAttributes(text("messaging.destination.partition.id", Integer.toString(random.nextInt(12))))
                .addAttributes(number("messaging.message.body.size", 200 + random.nextInt(4_000)));
    }

    /// A link to the span that sent a message.
    Span.Link link(ByteString traceId, ByteString spanId) {
        return Span.Link.newBuilder()
                .setTraceId(traceId)
                .setSpanId(spanId)
                .addAttributes(text("messaging.link.reason", "batch"))
                .build();
    }
}
