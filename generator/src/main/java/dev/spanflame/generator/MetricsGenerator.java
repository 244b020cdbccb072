package dev.spanflame.generator;

import dev.spanflame.generator.remote.EdgeForwarder;
import dev.spanflame.generator.remote.RemoteWrite;
import dev.spanflame.generator.remote.WriteRequest;
import dev.spanflame.generator.remote.WriteRequests;
import dev.spanflame.generator.series.PlainSample;
import dev.spanflame.generator.series.TextExposition;
import dev.spanflame.model.Tenant;
import dev.spanflame.model.metric.Meters;
import dev.spanflame.model.trace.SpanBatch;
import dev.spanflame.model.trace.SpanFollower;
import dev.spanflame.objectstore.disk.Disk;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/// Makes metrics of the spans it is handed, collects them at an interval and sends them by remote
/// write. Thread-safe.
///
/// ```
/// acknowledged spans ─ handover ─ series ─ collection ─ queue on disk ─ remote write
///                                   └─ scrape
/// ```
///
/// A batch for which there is no room is not taken and counted; nothing here slows a request.
public final class MetricsGenerator implements SpanFollower, AutoCloseable {
    private static final System.Logger LOG = System.getLogger("generator");
    private static final long NANOS_PER_SECOND = 1_000_000_000;
    private static final long NANOS_PER_MILLI = 1_000_000;
    private static final Duration LAST_SEND = Duration.ofSeconds(3);
    private static final Duration LONGEST_TICK = Duration.ofSeconds(1);

    private final GeneratorSettings settings;
    private final InstantSource clock;
    private final long startMillis;
    private final Map<Tenant, TenantGenerator> tenants = new ConcurrentHashMap<>();
    private final Handover handover;
    private final GeneratorMeters meters;
    private final @Nullable RemoteWrite remote;
    private final SettingsReader byTenant;
    private final Thread reader;
    private final ScheduledExecutorService collector;
    private final ReentrantLock collecting = new ReentrantLock();
    private final ReentrantLock connecting = new ReentrantLock();
    private final Meters allMeters;
    private final long tickNanos;
    private volatile @Nullable EdgeForwarder forwarder;
    private long elapsedNanos;

    /// Where a generator gets what it needs; `folder` holds its queues.
    public record Ports(Disk disk, Path folder, InstantSource clock, Meters meters) {}

    private MetricsGenerator(
            GeneratorSettings settings, TenantSettings byTenant, Ports ports, @Nullable RemoteWrite remote) {
        this.settings = settings;
        this.clock = ports.clock();
        this.startMillis = clock.millis();
        this.handover = new Handover(settings.handoverBytes());
        this.meters = new GeneratorMeters(ports.meters());
        this.remote = remote;
        this.byTenant = new SettingsReader(byTenant);
        this.allMeters = ports.meters();
        this.tickNanos = Math.min(settings.interval().toNanos(), LONGEST_TICK.toNanos());
        this.reader = Thread.ofPlatform().name("generator").daemon().unstarted(this::read);
        this.collector = Executors.newSingleThreadScheduledExecutor(
                Thread.ofPlatform().name("generator-collect").daemon().factory());
        meters.show(tenants, handover);
    }

    /// Starts; what an earlier process could not send is sent first.
    ///
    /// Throws [IOException] when the folder cannot be read.
    public static MetricsGenerator open(GeneratorSettings settings, Ports ports) throws IOException {
        return open(settings, _ -> settings, ports);
    }

    /// The same where tenants have settings of their own: `settings` hold for those whose own cannot be read,
    /// and for the process.
    public static MetricsGenerator open(GeneratorSettings settings, TenantSettings byTenant, Ports ports)
            throws IOException {
        RemoteWrite remote = null;
        if (settings.remoteWrite().isPresent()) {
            remote = RemoteWrite.open(
                    settings.remoteWrite().get(), ports.disk(), ports.folder().resolve("queue"), ports.meters());
        }
        MetricsGenerator generator = new MetricsGenerator(settings, byTenant, ports, remote);
        generator.reader.start();
        long nanos = generator.tickNanos;
        Future<?> _ = generator.collector.scheduleAtFixedRate(generator::tick, nanos, nanos, TimeUnit.NANOSECONDS);
        generator.byTenant.start(generator::refresh);
        return generator;
    }

    @Override
    public boolean offer(Tenant tenant, SpanBatch batch, long receivedNanos, Runnable release) {
        TenantGenerator known = tenants.get(tenant);
        if (known != null) {
            known.call();
            if (known.settings().isIdle()) {
                return false;
            }
        }
        int spans = batch.spans().size();
        meters.received(tenant, spans);
        if (handover.offer(tenant, batch, receivedNanos, release)) {
            return true;
        }
        meters.discarded(tenant, spans, "handover_full");
        return false;
    }

    private void read() {
        while (true) {
            Handover.@Nullable Item item = handover.take();
            if (item == null) {
                return;
            }
            try {
                meters.discarded(item.tenant(), generator(item.tenant()).take(item.batch(), item.receivedNanos()));
            } catch (RuntimeException e) {
                meters.discarded(item.tenant(), item.batch().spans().size(), "error");
                LOG.log(System.Logger.Level.ERROR, "spans could not be counted tenant=" + item.tenant(), e);
            } finally {
                item.release().run();
                handover.done();
            }
        }
    }

    private TenantGenerator generator(Tenant tenant) {
        TenantGenerator known = tenants.get(tenant);
        if (known != null) {
            return known;
        }
        GeneratorSettings its = byTenant.first(tenant, settings);
        connect(its);
        return tenants.computeIfAbsent(tenant, _ -> made(tenant, its));
    }

    private TenantGenerator made(Tenant tenant, GeneratorSettings its) {
        return new TenantGenerator(its, startMillis, (owner, halves, count) -> {
            EdgeForwarder there = forwarder;
            if (there != null) {
                there.send(owner, tenant, halves, count);
            }
        });
    }

    /// The first tenant with service graphs needs the other processes, which are the same for all.
    private void connect(GeneratorSettings its) {
        connecting.lock();
        try {
            if (forwarder == null) {
                forwarder = its.graphs()
                        .filter(graphs -> graphs.owners().count() > 1)
                        .map(graphs -> new EdgeForwarder(graphs.peers(), graphs.maxWait(), allMeters))
                        .orElse(null);
            }
        } finally {
            connecting.unlock();
        }
    }

    /// Reads the settings of all tenants that have spans again. Not on the way of any request.
    void refresh() {
        tenants.forEach((tenant, generator) -> {
            if (generator.isInUse()) {
                byTenant.read(tenant)
                        .filter(next -> !next.equals(generator.settings()))
                        .ifPresent(next -> change(tenant, generator, next));
            }
        });
    }

    private void change(Tenant tenant, TenantGenerator generator, GeneratorSettings next) {
        collecting.lock();
        try {
            connect(next);
            send(tenant, generator.change(next, clock.millis(), seenMillis(), maxSamples()));
            LOG.log(System.Logger.Level.INFO, "settings changed tenant=" + tenant);
        } finally {
            collecting.unlock();
        }
    }

    /// Takes halves of calls that another process was sent and this one puts together.
    ///
    /// Throws [dev.spanflame.model.BackendException] of kind BAD_REQUEST when they cannot be read.
    void takeEdges(Tenant tenant, byte[] halves) {
        generator(tenant).takeEdges(halves, clock.millis());
    }

    private void tick() {
        long before = elapsedNanos;
        elapsedNanos += tickNanos;
        collectSafely(generator -> {
            long interval = generator.settings().interval().toNanos();
            return elapsedNanos / interval != before / interval;
        });
    }

    private void collectSafely(Predicate<TenantGenerator> which) {
        try {
            collect(which);
        } catch (RuntimeException e) {
            LOG.log(System.Logger.Level.ERROR, "a collection failed", e);
        }
    }

    /// Collects the series of all tenants now and queues them.
    public void collect() {
        collect(_ -> true);
    }

    private void collect(Predicate<TenantGenerator> which) {
        collecting.lock();
        try {
            long begin = System.nanoTime();
            boolean[] any = new boolean[1];
            tenants.forEach((tenant, generator) -> {
                if (which.test(generator)) {
                    any[0] = true;
                    collect(tenant, generator);
                }
            });
            if (any[0]) {
                meters.collected((System.nanoTime() - begin) / 1e9);
            }
        } finally {
            collecting.unlock();
        }
    }

    private void collect(Tenant tenant, TenantGenerator generator) {
        List<WriteRequest> requests = generator.collect(clock.millis(), seenMillis(), maxSamples());
        meters.collected(tenant, generator.state());
        send(tenant, requests);
    }

    private long seenMillis() {
        return handover.seenUntil(nanos(clock.instant())) / NANOS_PER_MILLI;
    }

    private int maxSamples() {
        return remote == null ? Integer.MAX_VALUE : remote.maxSamples();
    }

    /// Sends samples that were counted elsewhere, in the order of the calls; where there is no receiver it does
    /// nothing. What the disk does not take is lost and logged.
    public void write(Tenant tenant, long millis, List<PlainSample> samples) {
        WriteRequests requests =
                new WriteRequests(maxSamples(), settings.registry().traceIdLabel());
        for (PlainSample sample : samples) {
            sample.writeTo(requests, settings.registry().externalLabels(), millis);
        }
        send(tenant, requests.finish());
    }

    private void send(Tenant tenant, List<WriteRequest> requests) {
        if (remote != null) {
            try {
                remote.send(tenant, requests);
            } catch (IOException e) {
                LOG.log(System.Logger.Level.WARNING, "samples cannot be queued tenant=" + tenant, e);
            }
        }
    }

    private static long nanos(Instant instant) {
        return instant.getEpochSecond() * NANOS_PER_SECOND + instant.getNano();
    }

    /// Waits until all spans handed over before the call have been looked at.
    public void awaitSeen() {
        handover.awaitEmpty();
    }

    /// The series of a tenant as text; empty for a tenant without spans.
    TextExposition expose(Tenant tenant, boolean openMetrics) {
        TenantGenerator generator = tenants.get(tenant);
        return (generator == null ? made(tenant, settings) : generator).expose(openMetrics);
    }

    /// Looks at what was handed over, collects once more, and gives the receiver a moment; what it
    /// does not take stays on disk.
    @Override
    public void close() {
        handover.close();
        collector.shutdown();
        try {
            reader.join();
            collector.awaitTermination(1, TimeUnit.MINUTES);
            collectSafely(_ -> true);
            if (remote != null) {
                remote.drain(LAST_SEND);
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        } finally {
            byTenant.close();
            if (remote != null) {
                remote.close();
            }
            EdgeForwarder forwarding = forwarder;
            if (forwarding != null) {
                forwarding.close();
            }
        }
    }
}
