package dev.spanflame.load.shop;

import io.opentelemetry.api.trace.Span;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;

/// The service `frontend`: what customers reach. Each page is a trace.
final class Frontend {
    private final Peer catalog;
    private final Peer cart;
    private final Peer checkout;

    Frontend(ShopService service, Peer catalog, Peer cart, Peer checkout) {
        this.catalog = catalog;
        this.cart = cart;
        this.checkout = checkout;
        service.route("GET", "/shop/search", this::search);
        service.route("GET", "/shop/product", this::product);
        service.route("POST", "/shop/cart", this::cart);
        service.route("POST", "/shop/checkout", this::checkout);
    }

    private String search(ShopRequest request) throws ShopException {
        customer(request);
        return catalog.call(
                "GET", "/search?text=" + URLEncoder.encode(request.required("text"), StandardCharsets.UTF_8));
    }

    private String product(ShopRequest request) throws ShopException {
        customer(request);
        return catalog.call("GET", "/product?id=" + request.number("id"));
    }

    private String cart(ShopRequest request) throws ShopException {
        String user = customer(request);
        int product = request.number("product");
        String unused = catalog.call("GET", "/product?id=" + product);
        return cart.call("POST", "/add?user=" + user + "&product=" + product);
    }

    private String checkout(ShopRequest request) throws ShopException {
        return checkout.call("POST", "/order?user=" + customer(request));
    }

    private static String customer(ShopRequest request) throws ShopException {
        String user = request.required("user");
        Span.current().setAttribute("user.id", user);
        return URLEncoder.encode(user, StandardCharsets.UTF_8);
    }
}
