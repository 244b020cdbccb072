package dev.spanflame.generator.remote;

import dev.spanflame.model.BackendException;
import dev.spanflame.model.Tenant;
import dev.spanflame.model.metric.Meters;
import dev.spanflame.objectstore.disk.Disk;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/// Delivers the samples of all tenants, each tenant through a queue of its own below one folder.
/// Thread-safe.
public final class RemoteWrite implements AutoCloseable {
    private static final System.Logger LOG = System.getLogger("generator.remote");
    private static final long POLL_MILLIS = 20;

    private final RemoteWriteSettings settings;
    private final Disk disk;
    private final Path folder;
    private final RemoteWriteClient client;
    private final RemoteWriteMeters meters;
    private final ConcurrentHashMap<Tenant, TenantSender> senders = new ConcurrentHashMap<>();
    private final ReentrantLock opening = new ReentrantLock();

    private RemoteWrite(RemoteWriteSettings settings, Disk disk, Path folder, Meters meters) {
        this.settings = settings;
        this.disk = disk;
        this.folder = folder;
        this.client = new RemoteWriteClient(settings, InstantSource.system());
        this.meters = new RemoteWriteMeters(meters);
        meters.gauge(
                "spanflame_metrics_generator_remote_write_queue_bytes",
                "Bytes on disk that wait to be sent by remote write",
                List.of("tenant"),
                () -> senders.entrySet().stream()
                        .map(entry -> new Meters.Reading(
                                entry.getValue().queuedBytes(),
                                List.of(entry.getKey().id())))
                        .toList());
    }

    /// Opens the queues below `folder` and goes on sending what an earlier process left.
    public static RemoteWrite open(RemoteWriteSettings settings, Disk disk, Path folder, Meters meters)
            throws IOException {
        RemoteWrite remote = new RemoteWrite(settings, disk, folder, meters);
        for (String name : disk.list(folder)) {
            try {
                remote.senders.put(new Tenant(name), remote.open(new Tenant(name)));
            } catch (BackendException e) {
                LOG.log(System.Logger.Level.WARNING, "a folder is no tenant's queue: " + folder.resolve(name), e);
            }
        }
        return remote;
    }

    private TenantSender open(Tenant tenant) throws IOException {
        DiskQueue queue = DiskQueue.open(disk, folder.resolve(tenant.id()), settings.maxQueueBytes());
        TenantSender sender = new TenantSender(tenant, queue, client, settings, meters);
        sender.start();
        return sender;
    }

    /// Queues requests of a tenant, which are sent as soon as the receiver takes them; those of one caller in
    /// their order.
    public void send(Tenant tenant, List<WriteRequest> requests) throws IOException {
        if (!requests.isEmpty()) {
            sender(tenant).add(requests);
        }
    }

    private TenantSender sender(Tenant tenant) throws IOException {
        @Nullable TenantSender known = senders.get(tenant);
        if (known != null) {
            return known;
        }
        opening.lock();
        try {
            @Nullable TenantSender other = senders.get(tenant);
            if (other != null) {
                return other;
            }
            TenantSender opened = open(tenant);
            senders.put(tenant, opened);
            return opened;
        } finally {
            opening.unlock();
        }
    }

    /// Samples about which one request may have.
    public int maxSamples() {
        return settings.maxSamples();
    }

    /// Waits until all is sent, but not longer than `limit`.
    public void drain(Duration limit) throws InterruptedException {
        long end = System.nanoTime() + limit.toNanos();
        while (System.nanoTime() < end && !senders.values().stream().allMatch(TenantSender::isIdle)) {
            Thread.sleep(POLL_MILLIS);
        }
    }

    /// Stops sending; what waits stays on disk for the next process.
    @Override
    public void close() {
        try {
            for (TenantSender sender : senders.values()) {
                sender.stop();
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        } finally {
            client.close();
        }
    }
}
