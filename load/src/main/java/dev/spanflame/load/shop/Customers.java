package dev.spanflame.load.shop;

import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.SplittableRandom;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/// Customers who search, look, fill their carts and buy, at a steady rate. They send no trace context: their requests
/// are where traces begin.
final class Customers implements AutoCloseable {
    private static final int THREADS = 4;

    private final HttpClient client;
    private final URI frontend;
    private final long seed;
    private final AtomicLong visits = new AtomicLong();
    private final AtomicLong orders = new AtomicLong();
    private final ScheduledExecutorService threads = Executors.newScheduledThreadPool(
            THREADS, Thread.ofPlatform().daemon().name("customer-", 0).factory());

    Customers(HttpClient client, URI frontend, ShopOptions options) {
        this.client = client;
        this.frontend = frontend;
        this.seed = options.seed();
        long periodNanos = (long) (THREADS * 1e9 / options.visitsPerSecond());
        for (int thread = 0; thread < THREADS; thread++) {
            ScheduledFuture<?> unused = threads.scheduleAtFixedRate(
                    this::visit, periodNanos * thread / THREADS, periodNanos, TimeUnit.NANOSECONDS);
        }
    }

    /// Orders placed so far.
    long orders() {
        return orders.get();
    }

    private void visit() {
        long number = visits.getAndIncrement();
        SplittableRandom random = new SplittableRandom(seed * 1_000_003 + number);
        String user = "user" + number;
        try {
            get(
                    "GET",
                    "search?user=" + user + "&text="
                            + URLEncoder.encode(ProductSearch.words(random), StandardCharsets.UTF_8));
            int items = random.nextInt(1, 5);
            for (int item = 0; item < items; item++) {
                int product = random.nextInt(400);
                get("GET", "product?user=" + user + "&id=" + product);
                get("POST", "cart?user=" + user + "&product=" + product);
            }
            if (random.nextInt(4) != 0 && get("POST", "checkout?user=" + user)) {
                orders.incrementAndGet();
            }
        } catch (IOException e) {
            // the shop is closing, or this machine is too busy for it: the next customer comes all the same
            System.getLogger("shop").log(System.Logger.Level.DEBUG, "a customer left", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private boolean get(String method, String page) throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(URI.create(frontend + "/shop/" + page))
                .timeout(Duration.ofSeconds(20))
                .header("User-Agent", "Mozilla/5.0 (X11; Linux x86_64) demo")
                .method(method, BodyPublishers.noBody())
                .build();
        HttpResponse<Void> response = client.send(request, BodyHandlers.discarding());
        return response.statusCode() == 200;
    }

    @Override
    public void close() {
        threads.shutdownNow();
    }
}
