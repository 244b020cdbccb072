package dev.spanflame.load.shop;

import io.opentelemetry.api.trace.Span;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.ReentrantLock;
import java.util.stream.Collectors;

/// The service `cart`: one lock guards all carts while one of them is stored, which shows as waiting under load.
final class Cart {
    private static final int MOST_CARTS = 1_000;

    private final Database database;
    private final ReentrantLock lock = new ReentrantLock();
    /// Guarded by `lock`. The oldest carts are forgotten.
    private final Map<String, List<Integer>> carts = new LinkedHashMap<>();

    Cart(ShopService service, Faults faults) {
        this.database = new Database(service.tracer(), faults, "cart");
        service.route("POST", "/add", this::add);
        service.route("GET", "/items", this::items);
        service.route("DELETE", "/empty", this::empty);
    }

    private String add(ShopRequest request) throws ShopException {
        String user = request.required("user");
        int product = request.number("product");
        lock.lock();
        try {
            if (carts.size() >= MOST_CARTS && !carts.containsKey(user)) {
                carts.remove(carts.keySet().iterator().next());
            }
            List<Integer> items = carts.computeIfAbsent(user, _ -> new ArrayList<>());
            items.add(product);
            Span.current().setAttribute("shop.cart.items", (long) items.size());
            database.run("INSERT", "cart_item", "INSERT INTO cart_item (cart, product) VALUES ($1, $2)", 3);
            return Integer.toString(items.size());
        } finally {
            lock.unlock();
        }
    }

    private String items(ShopRequest request) throws ShopException {
        String user = request.required("user");
        database.run("SELECT", "cart_item", "SELECT product FROM cart_item WHERE cart = $1", 2);
        lock.lock();
        try {
            return carts.getOrDefault(user, List.of()).stream()
                    .map(item -> Integer.toString(item))
                    .collect(Collectors.joining(","));
        } finally {
            lock.unlock();
        }
    }

    private String empty(ShopRequest request) throws ShopException {
        String user = request.required("user");
        lock.lock();
        try {
            return carts.remove(user) == null ? "was empty" : "emptied";
        } finally {
            lock.unlock();
        }
    }
}
