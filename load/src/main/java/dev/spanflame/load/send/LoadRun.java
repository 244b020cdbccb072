package dev.spanflame.load.send;

import com.sun.management.OperatingSystemMXBean;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/// Sends the requests of a source, each once, and measures.
///
/// At a given rate a request's time counts from when it was due, so that a receiver that makes senders wait looks no
/// faster than it is; otherwise from when it was sent.
public final class LoadRun {
    private static final long FIRST_WAIT_NANOS = 100_000_000L;
    private static final long LONGEST_WAIT_NANOS = 5_000_000_000L;
    private static final int MOST_RETRIES = 100;

    private final Source source;
    private final LoadPlan plan;
    private final Tally tally = new Tally();
    private final AtomicInteger next = new AtomicInteger();
    private final long[] nanos;
    private final double nanosPerRequest;
    private long startNanos;

    private LoadRun(Source source, LoadPlan plan) {
        this.source = source;
        this.plan = plan;
        this.nanos = new long[source.requests()];
        this.nanosPerRequest = plan.itemsPerSecond() == 0 ? 0 : averageItems(source) / plan.itemsPerSecond() * 1e9;
    }

    private static double averageItems(Source source) {
        long items = 0;
        for (int i = 0; i < source.requests(); i++) {
            items += source.items(i);
        }
        return (double) items / Math.max(1, source.requests());
    }

    /// Sends everything over `connections`, which stay open, and returns when all requests were answered. `item` names
    /// in the report what is counted.
    public static LoadReport send(String item, Source source, List<? extends Target> connections, LoadPlan plan)
            throws InterruptedException {
        return new LoadRun(source, plan).run(item, connections);
    }

    private LoadReport run(String item, List<? extends Target> connections) throws InterruptedException {
        long cpu = cpuNanos();
        startNanos = System.nanoTime();
        List<Thread> threads = new ArrayList<>();
        for (int i = 0; i < connections.size() * plan.inFlight(); i++) {
            Target target = connections.get(i % connections.size());
            threads.add(Thread.ofPlatform().name("sender-" + i).start(() -> work(target)));
        }
        try {
            for (Thread thread : threads) {
                thread.join();
            }
        } finally {
            threads.forEach(Thread::interrupt);
        }
        double seconds = (System.nanoTime() - startNanos) / 1e9;
        return new LoadReport(
                item,
                tally.acceptedItems(),
                tally.rejectedItems(),
                source.requests(),
                tally.bytes(),
                tally.retries(),
                tally.failures(),
                tally.messages(),
                new Latencies(nanos),
                seconds,
                (cpuNanos() - cpu) / 1e9);
    }

    private static long cpuNanos() {
        return ((OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean()).getProcessCpuTime();
    }

    private void work(Target target) {
        try {
            for (int index = next.getAndIncrement(); index < nanos.length; index = next.getAndIncrement()) {
                long begin = awaitTurn(index);
                Payload payload = source.payload(index);
                Outcome outcome = sendOne(target, payload);
                nanos[index] = System.nanoTime() - begin;
                tally.count(outcome, source.items(index), payload.body().length);
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    private long awaitTurn(int index) throws InterruptedException {
        if (nanosPerRequest == 0) {
            return System.nanoTime();
        }
        long due = startNanos + (long) (index * nanosPerRequest);
        long wait = due - System.nanoTime();
        if (wait > 0) {
            TimeUnit.NANOSECONDS.sleep(wait);
        }
        return due;
    }

    private Outcome sendOne(Target target, Payload payload) throws InterruptedException {
        Outcome outcome = target.send(payload);
        for (int i = 0; plan.retry() && i < MOST_RETRIES; i++) {
            if (!(outcome instanceof Outcome.Failed failed) || !failed.retryable()) {
                return outcome;
            }
            long wait = failed.retryAfterNanos() > 0 ? failed.retryAfterNanos() : FIRST_WAIT_NANOS << Math.min(i, 6);
            TimeUnit.NANOSECONDS.sleep(Math.min(wait, LONGEST_WAIT_NANOS));
            tally.countRetry();
            outcome = target.send(payload);
        }
        return outcome;
    }
}
