package dev.spanflame.load.shop;

import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.context.Scope;

/// The service `checkout`: turns a cart into an order by asking cart, inventory and payment in turn.
final class Checkout {
    private final Tracer tracer;
    private final Peer cart;
    private final Peer inventory;
    private final Peer payment;
    private final ProductSearch products;
    private final PriceCalculator prices = new PriceCalculator();

    /// The services it calls.
    record Peers(Peer cart, Peer inventory, Peer payment) {}

    Checkout(ShopService service, Peers peers, ProductSearch products) {
        this.tracer = service.tracer();
        this.cart = peers.cart();
        this.inventory = peers.inventory();
        this.payment = peers.payment();
        this.products = products;
        service.route("POST", "/order", this::order);
    }

    private String order(ShopRequest request) throws ShopException {
        String user = request.required("user");
        Span span = Span.current().setAttribute("user.id", user);
        String items = cart.call("GET", "/items?user=" + user);
        if (items.isEmpty()) {
            throw new ShopException(400, "the cart of " + user + " is empty");
        }
        long cents = price(items, user);
        String unused = inventory.call("POST", "/reserve?items=" + items);
        String receipt = payment.call("POST", "/charge?user=" + user + "&cents=" + cents);
        span.addEvent("order placed");
        unused = cart.call("DELETE", "/empty?user=" + user);
        return receipt;
    }

    private long price(String items, String user) throws ShopException {
        String[] ids = items.split(",", -1);
        Span span = tracer.spanBuilder("price order")
                .setAttribute("shop.order.items", (long) ids.length)
                .startSpan();
        try (Scope _ = span.makeCurrent()) {
            int[] cents = new int[ids.length];
            for (int i = 0; i < ids.length; i++) {
                cents[i] = products.product(Integer.parseInt(ids[i])).priceCents();
            }
            long total = prices.total(cents, user.hashCode());
            span.setAttribute("shop.order.cents", total);
            return total;
        } finally {
            span.end();
        }
    }
}
