package dev.spanflame.generator.remote;

import dev.spanflame.model.Tenant;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;

/// Sends the queue of one tenant in its order, one request after the other: Prometheus wants the
/// samples of a series in the order of their times. Thread-safe.
final class TenantSender {
    private static final System.Logger LOG = System.getLogger("generator.remote");

    private final Tenant tenant;
    private final DiskQueue queue;
    private final RemoteWriteClient client;
    private final RemoteWriteSettings settings;
    private final RemoteWriteMeters meters;
    private final Thread thread;
    private final ReentrantLock adding = new ReentrantLock();
    private boolean failing;

    TenantSender(
            Tenant tenant,
            DiskQueue queue,
            RemoteWriteClient client,
            RemoteWriteSettings settings,
            RemoteWriteMeters meters) {
        this.tenant = tenant;
        this.queue = queue;
        this.client = client;
        this.settings = settings;
        this.meters = meters;
        this.thread = Thread.ofVirtual().name("remote-write-" + tenant.id()).unstarted(this::run);
    }

    void start() {
        thread.start();
    }

    /// Puts requests into the queue; what the disk does not take is counted as dropped.
    void add(List<WriteRequest> requests) {
        long samples = requests.stream().mapToLong(WriteRequest::samples).sum();
        adding.lock();
        try {
            meters.dropped(tenant, queue.add(requests), "queue_full");
            meters.queued(tenant, samples);
        } catch (IOException e) {
            meters.dropped(tenant, samples, "disk");
            LOG.log(System.Logger.Level.WARNING, "samples cannot be queued tenant=" + tenant, e);
        } finally {
            adding.unlock();
        }
    }

    /// Bytes that wait.
    long queuedBytes() {
        return queue.bytes();
    }

    /// Whether nothing waits.
    boolean isIdle() {
        return queue.peek() == null;
    }

    /// Stops; what waits stays on disk.
    void stop() throws InterruptedException {
        thread.interrupt();
        thread.join(Duration.ofSeconds(5));
    }

    private void run() {
        try {
            while (!Thread.currentThread().isInterrupted()) {
                send(queue.await());
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    private void send(DiskQueue.Entry entry) throws InterruptedException {
        try {
            deliver(entry, queue.read(entry));
        } catch (NoSuchFileException _) {
            // dropped between two looks; the next one is first now
        } catch (IOException e) {
            LOG.log(System.Logger.Level.WARNING, "a queued request cannot be read tenant=" + tenant, e);
            forget(entry, "disk");
        }
    }

    private void deliver(DiskQueue.Entry entry, byte[] body) throws InterruptedException {
        Duration pause = settings.firstPause();
        while (entry.equals(queue.peek())) {
            switch (client.send(tenant, body)) {
                case Delivery.Accepted _ -> {
                    meters.request(tenant, "accepted");
                    meters.sent(tenant, entry.samples());
                    recovered();
                    remove(entry);
                    return;
                }
                case Delivery.Refused refused -> {
                    meters.request(tenant, "refused");
                    LOG.log(
                            System.Logger.Level.WARNING,
                            "remote write refused samples=" + entry.samples() + " tenant=" + tenant + " answer="
                                    + refused.why());
                    forget(entry, "refused");
                    return;
                }
                case Delivery.Later later -> {
                    meters.request(tenant, "retried");
                    failed(later.why());
                    Thread.sleep(later.pause().orElse(pause));
                    pause = pause.multipliedBy(2);
                    pause = pause.compareTo(settings.longestPause()) > 0 ? settings.longestPause() : pause;
                }
            }
        }
    }

    private void failed(String why) {
        if (!failing) {
            failing = true;
            LOG.log(
                    System.Logger.Level.WARNING,
                    "remote write fails, samples wait on disk tenant=" + tenant + " url=" + settings.url() + " why="
                            + why);
        }
    }

    private void recovered() {
        if (failing) {
            failing = false;
            LOG.log(System.Logger.Level.INFO, "remote write works again tenant=" + tenant);
        }
    }

    private void forget(DiskQueue.Entry entry, String reason) {
        if (remove(entry)) {
            meters.dropped(tenant, entry.samples(), reason);
        }
    }

    private boolean remove(DiskQueue.Entry entry) {
        try {
            return queue.remove(entry);
        } catch (IOException e) {
            LOG.log(System.Logger.Level.WARNING, "a request stays on disk and may be sent again tenant=" + tenant, e);
            return true;
        }
    }
}
