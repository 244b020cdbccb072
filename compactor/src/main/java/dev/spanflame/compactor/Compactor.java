package dev.spanflame.compactor;

import dev.spanflame.block.BlockMerge;
import dev.spanflame.block.BlockMeta;
import dev.spanflame.block.log.CommitLog;
import dev.spanflame.compactor.CompactionMeters.Failure;
import dev.spanflame.compactor.MergePlan.Eagerness;
import dev.spanflame.model.Signal;
import dev.spanflame.model.Tenant;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/// Keeps the blocks of all tenants few and the store clean: merges blocks, removes those past their
/// retention, deletes the objects of removed blocks and of blocks that were never committed. Thread-safe.
///
/// Any number of compactors may work on one store, in any number of processes: they are told apart by
/// nothing and agree on nothing but the commit log, which lets one of two win. What the other has done is
/// thrown away.
///
/// A failure concerns one tenant, and one group of its blocks: it is counted and logged, and the rest
/// goes on.
public final class Compactor implements AutoCloseable {
    private static final System.Logger LOG = System.getLogger(Compactor.class.getName());
    private static final Duration LONGEST_STOP = Duration.ofSeconds(10);
    private static final Duration LOG_KEPT = Duration.ofDays(7);

    /// Merges of one tenant before the next tenant has its turn.
    private static final int TURN = 8;

    /// What a round has done.
    ///
    /// @param merges   merges that were committed
    /// @param failures merges that failed or were done by somebody else, and tenants that could not be
    /// looked at
    public record Report(int merges, int failures) {
        private Report plus(Report other) {
            return new Report(merges + other.merges, failures + other.failures);
        }
    }

    private final CompactorPorts ports;
    private final CompactionSettings settings;
    private final CompactionMeters meters;
    private final MergePlan plan;
    private final Merger merger;
    private final Cleaner cleaner;
    private final Optional<Downsampling> downsampling;
    private final Thread thread;

    /// Held while work is done.
    private final ReentrantLock work = new ReentrantLock();

    private final Map<Tenant, TenantState> states = new HashMap<>();

    private final ReentrantLock pause = new ReentrantLock();
    private final Condition stopped = pause.newCondition();
    private volatile boolean stopping;

    /// A compactor that does nothing until it is started or asked.
    public Compactor(CompactorPorts ports, CompactionSettings settings) {
        this(ports, settings, Optional.empty());
    }

    /// The same, which also makes old blocks coarser.
    public Compactor(CompactorPorts ports, CompactionSettings settings, Optional<Downsampling> downsampling) {
        this.ports = ports;
        this.downsampling = downsampling;
        this.settings = settings;
        this.meters = new CompactionMeters(ports.meters());
        this.plan = new MergePlan(settings);
        this.merger = new Merger(ports, meters, () -> stopping);
        this.cleaner = new Cleaner(ports, settings, meters, () -> stopping);
        this.thread = Thread.ofPlatform().name("compactor").daemon().unstarted(this::loop);
    }

    /// Empties the staging folder and starts to work in the background.
    public void start() throws IOException {
        new StagingFolder(ports.staging()).empty();
        thread.start();
    }

    /// Looks once at every tenant whose turn it is: one whose log has changed, and any other now and
    /// then.
    public Report runOnce() throws IOException {
        work.lock();
        try {
            Report report = new Report(0, 0);
            for (Tenant tenant : tenants()) {
                CommitLog log = ports.logs().of(tenant);
                TenantState state = state(tenant);
                if (!stopping && state.isDue(now(), log.known().number())) {
                    report = report.plus(guarded(tenant, () -> look(log, state)));
                }
            }
            return report;
        } finally {
            work.unlock();
        }
    }

    /// Merges until no two blocks are left that may be merged, small ones too. Blocks whose merge fails
    /// are left.
    ///
    /// Throws [IOException] when the tenants cannot be listed.
    public Report compactAll() throws IOException {
        work.lock();
        try {
            Report report = new Report(0, 0);
            for (Tenant tenant : tenants()) {
                CommitLog log = ports.logs().of(tenant);
                TenantState state = state(tenant);
                report = report.plus(guarded(tenant, () -> mergeAll(log, state)));
            }
            return report;
        } finally {
            work.unlock();
        }
    }

    /// Stops within a second, unless the store keeps a call waiting; a merge under way is given up.
    @Override
    public void close() {
        pause.lock();
        try {
            stopping = true;
            stopped.signalAll();
        } finally {
            pause.unlock();
        }
        if (!thread.isAlive()) {
            return;
        }
        thread.interrupt();
        try {
            if (!thread.join(LONGEST_STOP)) {
                LOG.log(System.Logger.Level.WARNING, "the compactor still waits for the store; it is left behind");
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    private void loop() {
        while (!stopping) {
            try {
                runOnce();
            } catch (IOException | RuntimeException e) {
                if (!stopping) {
                    LOG.log(System.Logger.Level.WARNING, "the compactor's round failed", e);
                }
            }
            sleep();
        }
    }

    private void sleep() {
        pause.lock();
        try {
            long left = settings.interval().toNanos();
            while (!stopping && left > 0) {
                left = stopped.awaitNanos(left);
            }
        } catch (InterruptedException _) {
            LOG.log(System.Logger.Level.DEBUG, "interrupted");
        } finally {
            pause.unlock();
        }
    }

    private List<Tenant> tenants() throws IOException {
        try {
            List<Tenant> tenants = ports.logs().tenants();
            states.keySet().retainAll(Set.copyOf(tenants));
            return tenants;
        } catch (IOException | RuntimeException e) {
            meters.failed(Failure.TENANTS);
            throw e;
        }
    }

    private TenantState state(Tenant tenant) {
        return states.computeIfAbsent(tenant, _ -> new TenantState(now()));
    }

    private interface Work {
        Report run();
    }

    /// What happens to one tenant must not happen to the others.
    private Report guarded(Tenant tenant, Work look) {
        try {
            return look.run();
        } catch (RuntimeException e) {
            meters.failed(Failure.INTERNAL);
            LOG.log(System.Logger.Level.ERROR, "compaction of tenant " + tenant + " failed", e);
            return new Report(0, 1);
        }
    }

    private Report mergeAll(CommitLog log, TenantState state) {
        if (stopping || !isRefreshed(log)) {
            return new Report(0, 1);
        }
        tidy(log, state, true);
        return merge(log, state, Eagerness.EAGER, Integer.MAX_VALUE);
    }

    private Report look(CommitLog log, TenantState state) {
        if (!isRefreshed(log)) {
            state.looked(now(), log.known().number(), settings.interval());
            return new Report(0, 1);
        }
        // what is committed while this looks is seen at the next look, and that is due at once
        long seen = log.known().number();
        cleaner.expire(log);
        tidy(log, state, false);
        Report report = merge(log, state, Eagerness.PATIENT, TURN);
        cleaner.clean(log, state);
        if (state.takeSweep(now())) {
            sweep(log);
        }
        state.looked(now(), seen, settings.interval());
        if (report.merges() >= TURN) {
            state.lookAgain();
        }
        return report;
    }

    private boolean isRefreshed(CommitLog log) {
        try {
            log.refreshSettled();
            return true;
        } catch (IOException | RuntimeException e) {
            if (!stopping) {
                meters.failed(Failure.LOG);
                LOG.log(System.Logger.Level.WARNING, "the log of tenant " + log.tenant() + " cannot be read", e);
            }
            return false;
        }
    }

    private static void tidy(CommitLog log, TenantState state, boolean wakeAll) {
        state.tidy(log.known().blocks().keySet(), log.known().removed().keySet(), wakeAll);
    }

    private Report merge(CommitLog log, TenantState state, Eagerness eagerness, int most) {
        Report report = new Report(0, 0);
        for (Map.Entry<Signal, BlockMerge> merge : ports.merges().entrySet()) {
            while (!stopping && report.merges() < most) {
                List<BlockMeta> inputs = next(log, merge.getKey(), state, eagerness);
                if (inputs.isEmpty()) {
                    break;
                }
                report = report.plus(mergeOnce(log, merge, inputs, state));
            }
        }
        if (downsampling.isPresent()) {
            report = report.plus(downsample(downsampling.get(), log, state, most - report.merges()));
        }
        return report;
    }

    private Report downsample(Downsampling rule, CommitLog log, TenantState state, int most) {
        Report report = new Report(0, 0);
        while (!stopping && report.merges() < most) {
            List<BlockMeta> inputs = rule.next(awake(log, rule.signal(), state), now(), settings.maxBlockBytes());
            if (inputs.isEmpty()) {
                break;
            }
            report = report.plus(
                    counted(merger.merge(log, rule.signal(), rule.merge(), inputs, Downsampling.LEVEL), state));
        }
        return report;
    }

    private Report mergeOnce(
            CommitLog log, Map.Entry<Signal, BlockMerge> merge, List<BlockMeta> inputs, TenantState state) {
        return counted(merger.merge(log, merge.getKey(), merge.getValue(), inputs), state);
    }

    private Report counted(Merger.Outcome outcome, TenantState state) {
        return switch (outcome.result()) {
            case DONE -> new Report(1, 0);
            case CANCELLED -> new Report(0, 0);
            case CONFLICT -> new Report(0, 1);
            case FAILED -> {
                state.rest(outcome.resting(), now());
                yield new Report(0, 1);
            }
        };
    }

    private List<BlockMeta> next(CommitLog log, Signal signal, TenantState state, Eagerness eagerness) {
        return plan.next(awake(log, signal, state), now(), eagerness);
    }

    private List<BlockMeta> awake(CommitLog log, Signal signal, TenantState state) {
        Instant now = now();
        BlockMerge merge = ports.merges().get(signal);
        return log.known().blocksOf(signal).stream()
                .filter(block -> merge != null && merge.takes(block))
                .filter(block -> !state.isResting(block.id(), now))
                .toList();
    }

    private void sweep(CommitLog log) {
        try {
            int orphans = new OrphanSweep(ports.store(), log, now(), () -> stopping).run();
            meters.deleted.add(orphans, "orphan");
            log.prune(LOG_KEPT);
        } catch (IOException | RuntimeException e) {
            if (!stopping) {
                meters.failed(Failure.SWEEP);
                LOG.log(System.Logger.Level.WARNING, "sweep of tenant " + log.tenant() + " failed", e);
            }
        }
    }

    private Instant now() {
        return ports.clock().instant();
    }
}
