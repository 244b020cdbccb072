package dev.spanflame.load.trace;

import static dev.spanflame.load.trace.Attributes.flag;
import static dev.spanflame.load.trace.Attributes.number;
import static dev.spanflame.load.trace.Attributes.real;
import static dev.spanflame.load.trace.Attributes.text;
import static dev.spanflame.load.trace.Attributes.texts;

import io.opentelemetry.proto.trace.v1.Span;
import java.util.List;
import java.util.SplittableRandom;

/// What applications add to spans by themselves: users, carts, feature flags, threads, code.
final class Extras {
    private static final List<String> STEPS =
            List.of("validate", "render", "price", "serialize", "authorize", "merge", "score");
    private static final List<String> CURRENCIES = List.of("EUR", "USD", "GBP", "CHF", "PLN");
    private static final List<String> TIERS = List.of("free", "plus", "business");
    private static final List<String> FLAGS = List.of("new-search", "fast-checkout", "dark-mode", "price-v3");

    private final SplittableRandom random;

    Extras(SplittableRandom random) {
        this.random = random;
    }

    /// Adds to the span of a request.
    void add(Span.Builder span, ShopService service) {
        span.addAttributes(number("thread.id", 20 + random.nextInt(180)));
        if (service.runtime() == ShopService.Runtime.JAVA) {
            span.addAttributes(text("thread.name", "http-nio-8080-exec-" + random.nextInt(180)));
        }
        if (random.nextBoolean()) {
            span.addAttributes(text("request.id", Long.toHexString(random.nextLong())));
        }
        switch (random.nextInt(8)) {
            case 0, 1 ->
                span.addAttributes(text("enduser.id", "user-" + random.nextInt(12_000)))
                        .addAttributes(text("enduser.tier", TIERS.get(random.nextInt(TIERS.size()))));
            case 2, 6 ->
                span.addAttributes(text("session.id", Long.toHexString(random.nextLong())))
                        .addAttributes(text("app.language", random.nextBoolean() ? "de-DE" : "en-GB"));
            case 3 ->
                span.addAttributes(number("cart.items", random.nextInt(30)))
                        .addAttributes(real("cart.total", random.nextInt(100_000) / 100.0))
                        .addAttributes(text("cart.currency", CURRENCIES.get(random.nextInt(CURRENCIES.size()))));
            case 4 ->
                span.addAttributes(text("feature_flag.key", FLAGS.get(random.nextInt(FLAGS.size()))))
                        .addAttributes(text("feature_flag.result.variant", random.nextBoolean() ? "on" : "off"));
            case 5 ->
                span.addAttributes(flag("request.retried", random.nextInt(9) == 0))
                        .addAttributes(number("request.queue_millis", random.nextInt(60)));
            default -> {}
        }
    }

    /// A step inside of a service.
    void internal(Span.Builder span, ShopService service) {
        String step = STEPS.get(random.nextInt(STEPS.size()));
        span.setName(service.name() + "." + step)
                .setKind(Span.SpanKind.SPAN_KIND_INTERNAL)
                .addAttributes(text("code.function.name", "shop." + service.namespace() + "." + step))
                .addAttributes(text("code.file.path", "src/" + service.name() + "/" + step))
                .addAttributes(number("code.line.number", 20 + random.nextInt(400)));
        switch (random.nextInt(4)) {
            case 0 -> span.addAttributes(texts("app.rules", List.of("stock", "price", TIERS.get(random.nextInt(3)))));
            case 1 -> span.addAttributes(number("app.items", random.nextInt(500)));
            case 2 -> span.addAttributes(real("app.score", random.nextInt(1_000_000) / 1e6));
            default -> span.addAttributes(text("order.id", "o-" + (10_000_000 + random.nextInt(9_000_000))));
        }
    }
}
