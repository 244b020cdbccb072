package dev.spanflame.load.trace;

import com.google.protobuf.ByteString;
import io.opentelemetry.proto.trace.v1.Span;
import io.opentelemetry.proto.trace.v1.Status;
import java.util.List;
import java.util.SplittableRandom;

/// Makes the request trees of the shop: an edge service takes a request and calls others, which ask databases and
/// caches, publish messages, call further. Traces have 10 to 60 spans. Not thread-safe.
final class TraceMaker {
    private static final int MIN_SPANS = 10;
    private static final int MORE_SPANS = 51;
    private static final int MAX_DEPTH = 7;

    private final SplittableRandom random;
    private final BatchDraft batch;
    private final Timing timing;
    private final HttpSpans http;
    private final DatabaseSpans databases;
    private final MessagingSpans messaging;
    private final RpcSpans rpc;
    private final Extras extras;
    private final Failures failures;
    private int budget;

    TraceMaker(SplittableRandom random, BatchDraft batch) {
        this.random = random;
        this.batch = batch;
        this.timing = new Timing(random);
        this.http = new HttpSpans(random);
        this.databases = new DatabaseSpans(random);
        this.messaging = new MessagingSpans(random);
        this.rpc = new RpcSpans(random);
        this.extras = new Extras(random);
        this.failures = new Failures(random);
    }

    /// Adds a trace that begins `startNanos` after the batch does.
    void addTrace(long startNanos) {
        batch.beginTrace();
        budget = MIN_SPANS + random.nextInt(MORE_SPANS);
        ShopService edge = Shop.services().get(random.nextInt(Shop.EDGES));
        serve(edge, ByteString.EMPTY, startNanos, 0);
    }

    /// A finished call: when it ended, and whether it failed.
    private record Outcome(long endNanos, boolean failed) {}

    private Outcome serve(ShopService service, ByteString parent, long start, int depth) {
        int instance = random.nextInt(Shop.INSTANCES);
        boolean overHttp = depth == 0 || random.nextInt(3) > 0;
        Span.Builder span = add(service, instance, overHttp ? http.serverScope(service) : rpc.scope(service), parent);
        span.setStartTimeUnixNano(start);
        long at = start + timing.own();
        boolean failed = false;
        int children = depth == 0 ? Integer.MAX_VALUE : 1 + random.nextInt(4);
        for (int i = 0; i < children && budget > 0; i++) {
            Outcome child = child(service, instance, span.getSpanId(), at, depth);
            at = child.endNanos() + timing.own();
            failed |= child.failed() && random.nextInt(8) > 0;
        }
        if (overHttp) {
            http.server(span, service, failed);
        } else {
            rpc.server(span, service, failed);
        }
        extras.add(span, service);
        if (failed) {
            span.setStatus(error(""));
        }
        return finish(span, at, failed);
    }

    private Outcome child(ShopService service, int instance, ByteString parent, long start, int depth) {
        int choice = random.nextInt(100);
        if (choice < 34) {
            return database(service, instance, parent, start);
        }
        if (choice < 44) {
            return cache(service, instance, parent, start);
        }
        if (choice < 56) {
            return internal(service, instance, parent, start);
        }
        if (choice < 63) {
            return publish(service, instance, parent, start, depth);
        }
        return depth < MAX_DEPTH && !service.calls().isEmpty() && budget > 1
                ? call(service, instance, parent, start, depth)
                : database(service, instance, parent, start);
    }

    private Outcome call(ShopService service, int instance, ByteString parent, long start, int depth) {
        List<Integer> calls = service.calls();
        ShopService callee = Shop.services().get(calls.get(random.nextInt(calls.size())));
        boolean overHttp = random.nextInt(3) > 0;
        Span.Builder span = add(service, instance, overHttp ? http.clientScope(service) : rpc.scope(service), parent);
        span.setStartTimeUnixNano(start);
        Outcome served = serve(callee, span.getSpanId(), start + timing.network(), depth + 1);
        if (overHttp) {
            http.client(span, service, callee, served.failed());
        } else {
            rpc.client(span, callee, served.failed());
        }
        if (served.failed()) {
            span.setStatus(error(""));
        }
        return finish(span, served.endNanos() + timing.network(), served.failed());
    }

    private Outcome database(ShopService service, int instance, ByteString parent, long start) {
        Span.Builder span = add(service, instance, databases.scope(service), parent);
        span.setStartTimeUnixNano(start);
        databases.query(span, service);
        return leaf(span, service, start, timing.query());
    }

    private Outcome cache(ShopService service, int instance, ByteString parent, long start) {
        Span.Builder span = add(service, instance, databases.scope(service), parent);
        span.setStartTimeUnixNano(start);
        databases.cache(span, service);
        return leaf(span, service, start, timing.network());
    }

    private Outcome internal(ShopService service, int instance, ByteString parent, long start) {
        Span.Builder span = add(service, instance, http.serverScope(service), parent);
        span.setStartTimeUnixNano(start);
        extras.internal(span, service);
        return leaf(span, service, start, timing.own() * 4);
    }

    private Outcome leaf(Span.Builder span, ShopService service, long start, long duration) {
        boolean failed = failures.strikes();
        if (failed) {
            failures.fail(span, service, start + duration - duration / 8);
        }
        return finish(span, start + duration, failed);
    }

    /// A message to a topic; a consumer of another service takes it later, with a link to the sender.
    private Outcome publish(ShopService service, int instance, ByteString parent, long start, int depth) {
        Span.Builder sent = add(service, instance, messaging.scope(service), parent);
        sent.setStartTimeUnixNano(start);
        String topic = messaging.send(sent, service);
        Outcome outcome = finish(sent, start + timing.network(), false);
        if (budget > 0 && depth < MAX_DEPTH) {
            ShopService consumer = Shop.services()
                    .get(Shop.EDGES + random.nextInt(Shop.services().size() - Shop.EDGES));
            Span.Builder received =
                    add(consumer, random.nextInt(Shop.INSTANCES), messaging.scope(consumer), sent.getSpanId());
            long begin = outcome.endNanos() + timing.query();
            received.setStartTimeUnixNano(begin);
            messaging.receive(received, consumer, topic);
            link(received, sent);
            leaf(received, consumer, begin, timing.query());
        }
        return outcome;
    }

    /// Links a consumer with the producer and, now and then, with an earlier trace of the same batch of messages.
    private void link(Span.Builder received, Span.Builder sent) {
        received.addLinks(messaging.link(sent.getTraceId(), sent.getSpanId()));
        if (batch.trace() > 0 && random.nextInt(4) == 0) {
            int other = random.nextInt(batch.trace());
            received.addLinks(messaging.link(BatchDraft.traceId(other), BatchDraft.spanId(other, 0)));
        }
    }

    private Span.Builder add(ShopService service, int instance, String scope, ByteString parent) {
        budget--;
        return batch.add(service, instance, scope, parent);
    }

    private static Outcome finish(Span.Builder span, long end, boolean failed) {
        span.setEndTimeUnixNano(end);
        return new Outcome(end, failed);
    }

    static Status error(String message) {
        return Status.newBuilder()
                .setCode(Status.StatusCode.STATUS_CODE_ERROR)
                .setMessage(message)
                .build();
    }
}
