package dev.spanflame.load.shop;

import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanBuilder;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.context.Scope;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/// The service `settlement`: takes charges from a queue in batches. A batch is a trace of its own that links to the
/// traces its charges come from.
final class Settlement implements AutoCloseable {
    private static final int BATCH = 5;
    private static final int CAPACITY = 1_000;

    private final Telemetry telemetry;
    private final Database database;
    private final BlockingQueue<Charge> queue = new LinkedBlockingQueue<>(CAPACITY);
    private final Thread thread;

    /// A charge and the span that sent it.
    record Charge(SpanContext sender, int cents) {}

    Settlement(ShopOptions options) {
        this.telemetry = Telemetry.of("settlement", options);
        this.database = new Database(telemetry.tracer(), new Faults(options.seed(), "settlement"), "ledger");
        this.thread = Thread.ofPlatform().daemon().name("settlement-0").start(this::run);
    }

    /// Whether there was room for it.
    boolean offer(Charge charge) {
        return queue.offer(charge);
    }

    private void run() {
        List<Charge> batch = new ArrayList<>();
        try {
            while (true) {
                batch.add(queue.take());
                while (batch.size() < BATCH) {
                    Charge next = queue.poll(2, TimeUnit.SECONDS);
                    if (next == null) {
                        break;
                    }
                    batch.add(next);
                }
                settle(batch);
                batch.clear();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void settle(List<Charge> batch) {
        SpanBuilder builder = telemetry
                .tracer()
                .spanBuilder("process charges")
                .setNoParent()
                .setSpanKind(SpanKind.CONSUMER)
                .setAttribute("messaging.system", "kafka")
                .setAttribute("messaging.destination.name", "charges")
                .setAttribute("messaging.operation.name", "process")
                .setAttribute("messaging.batch.message_count", (long) batch.size());
        long cents = 0;
        for (Charge charge : batch) {
            builder.addLink(charge.sender());
            cents += charge.cents();
        }
        Span span = builder.setAttribute("shop.settlement.cents", cents).startSpan();
        try (Scope _ = span.makeCurrent()) {
            database.run("INSERT", "ledger", "INSERT INTO ledger (charge, cents) SELECT * FROM unnest($1, $2)", 8);
        } finally {
            span.end();
        }
    }

    /// Ends the consumer; what is still queued is not settled.
    @Override
    public void close() {
        thread.interrupt();
        try {
            boolean unused = thread.join(Duration.ofSeconds(1));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        telemetry.close();
    }
}
