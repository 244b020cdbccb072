package dev.spanflame.querier.gate;

import dev.spanflame.model.BackendException;
import dev.spanflame.model.ErrorKind;
import dev.spanflame.model.Tenant;
import dev.spanflame.proto.edge.Caller;
import dev.spanflame.proto.edge.Notes;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;

/// Lets a bounded number of queries run at once. Those that wait are let in by turns of their tenants, each tenant's in
/// order of arrival: a tenant with many queries does not keep another's waiting. Thread-safe.
///
/// ```java
/// try (QueryGate.Pass pass = gate.enter(call.caller())) {
///     ... work that asks pass.cancelled() and keeps to pass.deadlineNanos() ...
/// }
/// ```
public final class QueryGate {
    private static final long LOOK_EVERY_MILLIS = 100;
    private static final Duration RETRY_AFTER = Duration.ofSeconds(1);

    private final QueryLimits limits;
    private final QueryMemory memory;
    private final ReentrantLock lock = new ReentrantLock();
    private final LinkedHashMap<List<Tenant>, ArrayDeque<CountDownLatch>> waiting = new LinkedHashMap<>();
    private int running;
    private long entered;

    /// A gate with nobody inside.
    public QueryGate(QueryLimits limits) {
        this.limits = limits;
        memory = new QueryMemory(limits.maxResultBytes(), limits.maxConcurrent() * 3 / 4);
    }

    /// The bounds that the gate keeps.
    public QueryLimits limits() {
        return limits;
    }

    /// Bytes of memory that queries hold now and the answers that are being sent.
    public long memoryTaken() {
        return memory.taken();
    }

    /// Queries that run now.
    public int running() {
        lock.lock();
        try {
            return running;
        } finally {
            lock.unlock();
        }
    }

    /// Queries that asked to be let in so far.
    public long entered() {
        lock.lock();
        try {
            return entered;
        } finally {
            lock.unlock();
        }
    }

    /// Queries that wait now.
    public int waiting() {
        lock.lock();
        try {
            return waiting.values().stream().mapToInt(ArrayDeque::size).sum();
        } finally {
            lock.unlock();
        }
    }

    /// Waits for a turn and takes it; close what is returned.
    ///
    /// Throws [BackendException] of kind RATE_LIMITED when too many of the caller's queries wait already, CANCELLED
    /// when the caller went, TIMEOUT when its time was over before its turn came.
    public Pass enter(Caller caller) {
        long deadline = System.nanoTime() + limits.timeout().toNanos();
        CountDownLatch turn = new CountDownLatch(1);
        if (!isLetIn(caller.tenants(), turn)) {
            await(caller, turn, deadline);
        }
        return new Pass(caller.cancelled(), deadline);
    }

    private boolean isLetIn(List<Tenant> tenants, CountDownLatch turn) {
        lock.lock();
        try {
            entered++;
            if (running < limits.maxConcurrent()) {
                running++;
                return true;
            }
            ArrayDeque<CountDownLatch> queue = waiting.computeIfAbsent(tenants, _ -> new ArrayDeque<>());
            if (queue.size() >= limits.maxWaitingPerTenant()) {
                throw BackendException.retry(
                        ErrorKind.RATE_LIMITED,
                        "query_queue_full",
                        "job queue full: " + queue.size() + " queries of this tenant wait already; try again later",
                        RETRY_AFTER);
            }
            queue.addLast(turn);
            return false;
        } finally {
            lock.unlock();
        }
    }

    private void await(Caller caller, CountDownLatch turn, long deadline) {
        try {
            while (!turn.await(LOOK_EVERY_MILLIS, TimeUnit.MILLISECONDS)) {
                if (caller.cancelled().getAsBoolean()) {
                    throw cancelled();
                }
                if (System.nanoTime() - deadline > 0) {
                    throw new BackendException(
                            ErrorKind.TIMEOUT,
                            "query_deadline",
                            "query waited " + limits.timeout()
                                    + " for its turn: too many queries run; try again later");
                }
            }
        } catch (InterruptedException _) {
            giveUp(caller.tenants(), turn);
            Thread.currentThread().interrupt();
            throw cancelled();
        } catch (BackendException e) {
            giveUp(caller.tenants(), turn);
            throw e;
        }
    }

    /// Leaves the queue, or hands on a turn that came at the last moment.
    private void giveUp(List<Tenant> tenants, CountDownLatch turn) {
        lock.lock();
        try {
            ArrayDeque<CountDownLatch> queue = waiting.get(tenants);
            if (queue != null && queue.remove(turn)) {
                if (queue.isEmpty()) {
                    waiting.remove(tenants);
                }
            } else {
                leave();
            }
        } finally {
            lock.unlock();
        }
    }

    /// Gives the turn to the next tenant in the circle, which then goes to its end.
    private void leave() {
        lock.lock();
        try {
            if (waiting.isEmpty()) {
                running--;
                return;
            }
            Map.Entry<List<Tenant>, ArrayDeque<CountDownLatch>> next = waiting.pollFirstEntry();
            CountDownLatch turn = next.getValue().removeFirst();
            if (!next.getValue().isEmpty()) {
                waiting.put(next.getKey(), next.getValue());
            }
            turn.countDown();
        } finally {
            lock.unlock();
        }
    }

    private static BackendException cancelled() {
        return new BackendException(ErrorKind.CANCELLED, "query_cancelled", "query cancelled by the caller");
    }

    /// A turn at the gate; closing it lets the next query in. Used by one thread.
    public final class Pass implements AutoCloseable {
        private final BooleanSupplier cancelled;
        private final long deadlineNanos;
        private final QueryMemory.Share share = memory.open(this::check);
        private final boolean outlives = Notes.afterwards(share::close);
        private boolean closed;

        private Pass(BooleanSupplier cancelled, long deadlineNanos) {
            this.cancelled = cancelled;
            this.deadlineNanos = deadlineNanos;
        }

        /// Memory of the query: held until its answer is with the caller, or where nothing is known of that, until
        /// the turn ends.
        public QueryMemory.Share memory() {
            return share;
        }

        /// Whether the caller went.
        public BooleanSupplier cancelled() {
            return cancelled;
        }

        /// When the query must have ended, a moment of [System#nanoTime].
        public long deadlineNanos() {
            return deadlineNanos;
        }

        /// Whether the caller went, for work that knows no deadline of its own: after the deadline asking throws
        /// [BackendException] of kind TIMEOUT.
        public BooleanSupplier ended() {
            return () -> {
                checkDeadline();
                return cancelled.getAsBoolean();
            };
        }

        /// Throws [BackendException] of kind CANCELLED or TIMEOUT when it is time to stop.
        public void check() {
            if (cancelled.getAsBoolean()) {
                throw QueryGate.cancelled();
            }
            checkDeadline();
        }

        private void checkDeadline() {
            if (System.nanoTime() - deadlineNanos > 0) {
                throw new BackendException(
                        ErrorKind.TIMEOUT,
                        "query_deadline",
                        "query took longer than " + limits.timeout()
                                + "; ask for less time or with stricter conditions");
            }
        }

        @Override
        public void close() {
            if (!closed) {
                closed = true;
                if (!outlives) {
                    share.close();
                }
                leave();
            }
        }
    }
}
