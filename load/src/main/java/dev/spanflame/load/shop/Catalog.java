package dev.spanflame.load.shop;

import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.context.Scope;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;

/// The service `catalog`: finds products. Searches are cached, and the cache loses entries now and then.
final class Catalog {
    private static final int RESULTS = 12;

    private final Tracer tracer;
    private final Faults faults;
    private final Database database;
    private final ProductSearch search;
    private final Map<String, String> cache = new ConcurrentHashMap<>();

    Catalog(ShopService service, Faults faults, ProductSearch search) {
        this.tracer = service.tracer();
        this.faults = faults;
        this.database = new Database(tracer, faults, "catalog");
        this.search = search;
        service.route("GET", "/search", this::search);
        service.route("GET", "/product", this::product);
    }

    private String search(ShopRequest request) throws ShopException {
        String text = request.required("text");
        Span span = Span.current().setAttribute("shop.search.text", text);
        if (faults.happens(300)) {
            cache.remove(text);
        }
        String cached = cache.get(text);
        span.addEvent(
                cached == null ? "cache miss" : "cache hit",
                Attributes.builder()
                        .put("cache.key", text)
                        .put("cache.size", cache.size())
                        .build());
        if (cached != null) {
            return cached;
        }
        database.run("SELECT", "product", "SELECT id, name, price FROM product WHERE name % $1", 6);
        String found = rank(text);
        cache.put(text, found);
        return found;
    }

    private String rank(String text) {
        Span span = tracer.spanBuilder("rank products")
                .setAttribute("shop.products", (long) search.size())
                .startSpan();
        try (Scope _ = span.makeCurrent()) {
            return search.nearest(text, RESULTS).stream()
                    .map(product -> product.id() + "\t" + product.name() + "\t" + product.priceCents())
                    .collect(Collectors.joining("\n"));
        } finally {
            span.end();
        }
    }

    private String product(ShopRequest request) throws ShopException {
        ProductSearch.Product product = search.product(request.number("id"));
        Span.current().setAttribute("shop.product.id", (long) product.id());
        database.run("SELECT", "product", "SELECT name, price FROM product WHERE id = $1", 2);
        return product.name() + "\t" + product.priceCents();
    }
}
