package dev.spanflame.ingester.record;

import dev.spanflame.block.profile.rule.RecordingRule;
import dev.spanflame.block.profile.rule.RuleBook;
import dev.spanflame.block.profile.rule.RuleSums;
import dev.spanflame.block.profile.rule.RuleSums.Recorded;
import dev.spanflame.model.BackendException;
import dev.spanflame.model.Labels;
import dev.spanflame.model.Tenant;
import dev.spanflame.model.metric.Meters;
import dev.spanflame.model.profile.ProfileBatch;
import dev.spanflame.model.profile.ProfileFollower;
import dev.spanflame.proto.edge.HttpCall;
import dev.spanflame.proto.edge.HttpReply;
import dev.spanflame.proto.edge.Route;
import dev.spanflame.proto.settings.v1.RecordingRuleStore;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

/// Adds up what recording rules ask for while profiles are stored, and hands it over once an interval.
/// Thread-safe.
///
/// A profile counts once, for the interval in which it was acknowledged, whatever its own time. The rules
/// of a tenant are read again every interval in which it sends profiles, and within [#FIRST_LOOK] of its
/// first profile. What was counted and not handed over yet is lost with the process.
public final class RuleRecorder implements ProfileFollower, AutoCloseable {
    private static final System.Logger LOG = System.getLogger("recording-rules");
    private static final Duration FIRST_LOOK = Duration.ofSeconds(1);
    /// Tenants whose rules are read at once at the start, where each read waits for the object store.
    private static final int READERS = 16;

    private final RuleBook book;
    private final String instance;
    private final InstantSource clock;
    private final RecordedMetrics out;
    private final Duration interval;
    private final Map<Tenant, OfTenant> tenants = new ConcurrentHashMap<>();
    private final CountDownLatch end = new CountDownLatch(1);
    private final Thread thread =
            Thread.ofPlatform().name("recording-rules").daemon().unstarted(this::run);

    private static final class OfTenant {
        private final RuleSums sums = new RuleSums();
        private final AtomicBoolean active = new AtomicBoolean();
        private volatile boolean known;
    }

    /// Over the rules in `book`; `instance` names this process.
    public RuleRecorder(RuleBook book, String instance, InstantSource clock, RecordedMetrics out, Duration interval) {
        this.book = book;
        this.instance = instance;
        this.clock = clock;
        this.out = out;
        this.interval = interval;
    }

    /// Reads the rules of `tenants` and begins to hand over. Profiles of other tenants count as soon as
    /// their rules have been read, see [RuleRecorder].
    public void start(List<Tenant> known) {
        try (ExecutorService readers =
                Executors.newFixedThreadPool(READERS, Thread.ofVirtual().factory())) {
            known.forEach(tenant ->
                    readers.execute(() -> load(tenant, tenants.computeIfAbsent(tenant, _ -> new OfTenant()))));
        }
        thread.start();
    }

    /// Tells `meters` of series that were too many.
    public void register(Meters meters) {
        meters.gauge(
                "spanflame_recorded_values_left_out",
                "Values that recording rules did not count because a tenant has too many series",
                List.of("tenant"),
                () -> {
                    List<Meters.Reading> readings = new ArrayList<>();
                    tenants.forEach((tenant, each) ->
                            readings.add(new Meters.Reading(each.sums.leftOut(), List.of(tenant.id()))));
                    return readings;
                });
    }

    @Override
    public void stored(Tenant tenant, List<ProfileBatch> profiles) {
        OfTenant each = tenants.computeIfAbsent(tenant, _ -> new OfTenant());
        each.active.set(true);
        profiles.forEach(each.sums::add);
    }

    private void run() {
        long next = System.nanoTime() + interval.toNanos();
        while (!isOver()) {
            tenants.forEach((tenant, each) -> {
                if (!each.known) {
                    load(tenant, each);
                }
            });
            if (System.nanoTime() - next >= 0) {
                next += interval.toNanos();
                tick();
            }
        }
        handOver();
    }

    private boolean isOver() {
        try {
            return end.await(FIRST_LOOK.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException _) {
            return true;
        }
    }

    /// Hands over what was added since the last call and reads the rules again.
    public void tick() {
        handOver();
        tenants.forEach((tenant, each) -> {
            if (each.active.getAndSet(false)) {
                load(tenant, each);
            }
        });
    }

    private void handOver() {
        tenants.forEach((tenant, each) -> {
            List<Recorded> series = each.sums.drain();
            if (!series.isEmpty()) {
                out.write(
                        tenant, clock.millis(), series.stream().map(this::named).toList());
            }
        });
    }

    /// A rule of an older program that has a label of this name itself keeps it.
    private Recorded named(Recorded recorded) {
        Labels labels = recorded.labels();
        return labels.get(RecordingRule.INSTANCE_LABEL).isPresent()
                ? recorded
                : new Recorded(labels.with(RecordingRule.INSTANCE_LABEL, instance), recorded.value());
    }

    private void load(Tenant tenant, OfTenant each) {
        try {
            List<RecordingRule> rules = new ArrayList<>();
            for (RecordingRuleStore rule : book.read(tenant).getRulesList()) {
                rules.add(RecordingRule.of(rule));
            }
            each.sums.setRules(rules);
            each.known = true;
        } catch (IOException | BackendException e) {
            LOG.log(
                    System.Logger.Level.WARNING,
                    "recording rules cannot be read, the known ones stay tenant=" + tenant + " cause="
                            + e.getMessage());
        }
    }

    /// `GET /api/v2/recorded-metrics`: what was counted since the start of this process, for Prometheus to
    /// scrape. The counter of a metric has its name and `_total`.
    public Route route() {
        return Route.read("/api/v2/recorded-metrics", this::scrape);
    }

    private HttpReply scrape(HttpCall call) {
        StringBuilder text = new StringBuilder();
        for (Tenant tenant : call.caller().tenants()) {
            OfTenant each = tenants.get(tenant);
            if (each != null) {
                CounterText.write(each.sums.totals().stream().map(this::named).toList(), text);
            }
        }
        return HttpReply.ok(
                "text/plain; version=0.0.4; charset=utf-8", text.toString().getBytes(StandardCharsets.UTF_8));
    }

    /// Hands over what is left and ends.
    @Override
    public void close() {
        end.countDown();
        try {
            thread.join(2_000);
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }
}
