package dev.spanflame.generator.remote;

import dev.spanflame.model.Tenant;
import dev.spanflame.model.metric.Meters;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/// Sends halves of calls to the processes that put them together, each through a queue in memory.
/// What cannot be delivered while it is of use is dropped and counted. Thread-safe.
public final class EdgeForwarder implements AutoCloseable {
    private static final System.Logger LOG = System.getLogger("generator.remote");
    private static final long MAX_BYTES = 8 << 20;
    private static final Duration PAUSE = Duration.ofMillis(200);
    private static final Duration TIMEOUT = Duration.ofSeconds(5);

    private final Duration useful;
    private final HttpClient http;
    private final Meters.Counter sent;
    private final Meters.Counter dropped;
    private final List<Peer> peers = new ArrayList<>();

    /// Halves of one tenant.
    private record Parcel(Tenant tenant, byte[] body, int halves, long bornNanos) {}

    /// Starts; `addresses` are the endpoints of all processes in the order of their numbers. A half
    /// is of use for `useful`.
    public EdgeForwarder(List<URI> addresses, Duration useful, Meters meters) {
        this.useful = useful;
        this.http = HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .connectTimeout(TIMEOUT)
                .build();
        this.sent = meters.counter(
                "spanflame_metrics_generator_service_graphs_forwarded_spans_total",
                "Halves of calls that were sent to the process that puts them together",
                "tenant");
        this.dropped = meters.counter(
                "spanflame_metrics_generator_service_graphs_forward_dropped_spans_total",
                "Halves of calls that could not be sent to the process that puts them together",
                "tenant");
        for (URI address : addresses) {
            peers.add(new Peer(address));
        }
    }

    /// Queues a message of `halves` halves for the process `owner`. Never blocks.
    public void send(int owner, Tenant tenant, byte[] body, int halves) {
        peers.get(owner).offer(new Parcel(tenant, body, halves, System.nanoTime()));
    }

    @Override
    public void close() {
        peers.forEach(Peer::stop);
        http.shutdownNow();
    }

    /// One process and what waits for it.
    private final class Peer {
        private final URI address;
        private final ReentrantLock lock = new ReentrantLock();
        private final Condition filled = lock.newCondition();
        private final ArrayDeque<Parcel> parcels = new ArrayDeque<>();
        private final Thread thread;
        private long bytes;
        private boolean failing;

        Peer(URI address) {
            this.address = address;
            this.thread = Thread.ofVirtual().name("edges-" + address.getHost()).start(this::run);
        }

        void offer(Parcel parcel) {
            lock.lock();
            try {
                if (bytes + parcel.body().length > MAX_BYTES) {
                    drop(parcel);
                    return;
                }
                parcels.add(parcel);
                bytes += parcel.body().length;
                filled.signal();
            } finally {
                lock.unlock();
            }
        }

        private void run() {
            try {
                while (true) {
                    deliver(take());
                }
            } catch (InterruptedException _) {
                Thread.currentThread().interrupt();
            }
        }

        private Parcel take() throws InterruptedException {
            lock.lockInterruptibly();
            try {
                while (parcels.isEmpty()) {
                    filled.await();
                }
                Parcel parcel = parcels.removeFirst();
                bytes -= parcel.body().length;
                return parcel;
            } finally {
                lock.unlock();
            }
        }

        private void deliver(Parcel parcel) throws InterruptedException {
            while (System.nanoTime() - parcel.bornNanos() < useful.toNanos()) {
                String trouble = post(parcel);
                if (trouble.isEmpty()) {
                    sent.add(parcel.halves(), parcel.tenant().id());
                    failing = false;
                    return;
                }
                if (!failing) {
                    failing = true;
                    LOG.log(
                            System.Logger.Level.WARNING,
                            "halves of calls cannot be sent to=" + address + " why=" + trouble);
                }
                Thread.sleep(PAUSE);
            }
            drop(parcel);
        }

        private String post(Parcel parcel) throws InterruptedException {
            HttpRequest request = HttpRequest.newBuilder(address)
                    .timeout(TIMEOUT)
                    .header("Content-Type", "application/x-protobuf")
                    .header("X-Scope-OrgID", parcel.tenant().id())
                    .POST(HttpRequest.BodyPublishers.ofByteArray(parcel.body()))
                    .build();
            try {
                HttpResponse<String> response = http.send(request, HttpResponse.BodyHandlers.ofString());
                return response.statusCode() / 100 == 2 ? "" : response.statusCode() + " " + response.body();
            } catch (IOException e) {
                String why = e.getMessage();
                return why == null ? e.getClass().getSimpleName() : why;
            }
        }

        private void drop(Parcel parcel) {
            dropped.add(parcel.halves(), parcel.tenant().id());
        }

        void stop() {
            thread.interrupt();
        }
    }
}
