package dev.spanflame.load.shop;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.util.ArrayDeque;
import java.util.Deque;

/// The running shop with its customers.
public final class Shop implements AutoCloseable {
    private final Deque<AutoCloseable> parts = new ArrayDeque<>();
    private final URI address;
    private final Customers customers;

    private Shop(ShopOptions options) throws IOException {
        // without it every answer of the JDK's server waits 40 ms for an acknowledgement
        System.setProperty("sun.net.httpserver.nodelay", "true");
        HttpClient client = keep(
                HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build());
        ProductSearch products = new ProductSearch(options.seed());
        Settlement settlement = keep(new Settlement(options));
        ShopService inventory = open("inventory", options);
        ShopService payment = open("payment", options);
        ShopService cart = open("cart", options);
        ShopService catalog = open("catalog", options);
        ShopService checkout = open("checkout", options);
        ShopService frontend = open("frontend", options);
        new Inventory(inventory, new Faults(options.seed(), "inventory"));
        new Payment(payment, new Faults(options.seed(), "payment"), settlement);
        new Cart(cart, new Faults(options.seed(), "cart"));
        new Catalog(catalog, new Faults(options.seed(), "catalog"), products);
        new Checkout(
                checkout,
                new Checkout.Peers(
                        new Peer(client, checkout.tracer(), cart),
                        new Peer(client, checkout.tracer(), inventory),
                        new Peer(client, checkout.tracer(), payment)),
                products);
        new Frontend(
                frontend,
                new Peer(client, frontend.tracer(), catalog),
                new Peer(client, frontend.tracer(), cart),
                new Peer(client, frontend.tracer(), checkout));
        this.address = frontend.address();
        this.customers = keep(new Customers(client, address, options));
    }

    /// Opens all services and lets the customers in.
    public static Shop start(ShopOptions options) throws IOException {
        return new Shop(options);
    }

    /// Where the frontend answers.
    public URI address() {
        return address;
    }

    /// Orders placed so far.
    public long orders() {
        return customers.orders();
    }

    private ShopService open(String name, ShopOptions options) throws IOException {
        return keep(ShopService.open(name, options));
    }

    private <T extends AutoCloseable> T keep(T part) {
        parts.push(part);
        return part;
    }

    /// Closes the customers first, then the services from the frontend down; all spans that ended are sent.
    @Override
    public void close() {
        for (AutoCloseable part : parts) {
            try {
                if (part instanceof HttpClient client) {
                    client.shutdownNow();
                } else {
                    part.close();
                }
            } catch (Exception e) {
                System.getLogger("shop").log(System.Logger.Level.WARNING, "a part of the shop did not close", e);
            }
        }
        parts.clear();
    }
}
