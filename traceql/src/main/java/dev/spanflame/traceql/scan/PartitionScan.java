package dev.spanflame.traceql.scan;

import dev.spanflame.traceql.eval.StopSignal;
import dev.spanflame.traceql.fetch.SpanPartition;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// One pass through the partitions of a source: each is worked on by one thread, several are at a time as long as
/// processors are free, and what was found is taken one after the other in the order of the partitions.
///
/// The thread that runs the scan takes, and works as well. Helpers end when it ends, at their next look at the
/// [StopSignal] they were given; they are not waited for.
public final class PartitionScan<T> {
    private static final long LOOK_EVERY_MILLIS = 20;

    private final List<SpanPartition> partitions;
    private final Work<T> work;
    private final BooleanSupplier cancelled;
    private final long deadlineNanos;
    private final Cores cores;
    private final int ahead;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition moreDone = lock.newCondition();

    /// Guarded by `lock`, as all that follows; at `partition % ahead`.
    private final Place<T>[] places;

    private int claimed;
    private int taken;
    private volatile boolean ended;

    /// What is done with one partition.
    @FunctionalInterface
    public interface Work<T> {
        /// Looks at a partition, which nobody else uses meanwhile, and gives what was found. Called from several
        /// threads at a time, each with a signal of its own.
        T of(SpanPartition partition, StopSignal stop);
    }

    /// What became of a partition: at most one is set.
    private static final class Place<T> {
        private @Nullable T found;
        private @Nullable Throwable failure;

        boolean isDone() {
            return found != null || failure != null;
        }
    }

    /// A scan that ends with an exception soon after `cancelled` turned true, or at `deadlineNanos`, a moment of
    /// [System#nanoTime]; `cancelled` is asked from several threads.
    public PartitionScan(List<SpanPartition> partitions, Work<T> work, BooleanSupplier cancelled, long deadlineNanos) {
        this(partitions, work, cancelled, deadlineNanos, Cores.OF_PROCESS);
    }

    PartitionScan(
            List<SpanPartition> partitions, Work<T> work, BooleanSupplier cancelled, long deadlineNanos, Cores cores) {
        this.partitions = partitions;
        this.work = work;
        this.cancelled = cancelled;
        this.deadlineNanos = deadlineNanos;
        this.cores = cores;
        ahead = Math.max(1, Math.min(partitions.size(), 2 * cores.count()));
        places = newPlaces(ahead);
    }

    @SuppressWarnings({"unchecked", "rawtypes"})
    private static <T> Place<T>[] newPlaces(int count) {
        Place<T>[] places = new Place[count];
        for (int i = 0; i < count; i++) {
            places[i] = new Place<>();
        }
        return places;
    }

    /// Goes through all partitions and hands what was found to `taker`, in this thread.
    ///
    /// Throws what work or taking threw, of several failures that of the first partition.
    public void run(Consumer<T> taker) {
        StopSignal stop = new StopSignal(cancelled, deadlineNanos);
        cores.enter();
        try {
            for (int number = 0; number < partitions.size(); number++) {
                taker.accept(await(number, stop));
            }
        } finally {
            ended = true;
            cores.leave();
        }
    }

    /// What was found in a partition. Meanwhile this thread works on the next that nobody works on.
    private T await(int number, StopSignal stop) {
        while (true) {
            stop.check();
            T found = takeIfDone(number);
            if (found != null) {
                return found;
            }
            int next = claim();
            if (next >= 0) {
                callHelpers();
                workOn(next, stop);
            } else {
                awaitOthers(number);
            }
        }
    }

    private @Nullable T takeIfDone(int number) {
        lock.lock();
        try {
            Place<T> place = places[number % ahead];
            if (number >= claimed || !place.isDone()) {
                return null;
            }
            T found = place.found;
            Throwable failure = place.failure;
            places[number % ahead] = new Place<>();
            taken = number + 1;
            if (failure != null) {
                throw rethrown(failure);
            }
            return found;
        } finally {
            lock.unlock();
        }
    }

    private static RuntimeException rethrown(Throwable failure) {
        switch (failure) {
            case RuntimeException exception -> throw exception;
            case Error error -> throw error;
            default -> throw new IllegalStateException("work on a partition failed", failure);
        }
    }

    /// The next partition to work on, -1 while none may be begun.
    private int claim() {
        lock.lock();
        try {
            return mayClaim() ? claimed++ : -1;
        } finally {
            lock.unlock();
        }
    }

    private void workOn(int number, StopSignal stop) {
        @Nullable T found = null;
        @Nullable Throwable failure = null;
        try {
            found = work.of(partitions.get(number), stop);
        } catch (RuntimeException | Error e) {
            failure = e;
        }
        lock.lock();
        try {
            Place<T> place = places[number % ahead];
            place.found = found;
            place.failure = failure;
            moreDone.signalAll();
        } finally {
            lock.unlock();
        }
    }

    private void awaitOthers(int number) {
        lock.lock();
        try {
            if (!places[number % ahead].isDone()) {
                moreDone.await(LOOK_EVERY_MILLIS, TimeUnit.MILLISECONDS);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw StopSignal.cancelled();
        } finally {
            lock.unlock();
        }
    }

    private void callHelpers() {
        while (mayClaim() && cores.tryEnter()) {
            int number = claim();
            if (number < 0) {
                cores.leave();
                return;
            }
            Thread.ofVirtual().name("scan-helper").start(() -> help(number));
        }
    }

    private boolean mayClaim() {
        lock.lock();
        try {
            return !ended && claimed < Math.min(partitions.size(), taken + ahead);
        } finally {
            lock.unlock();
        }
    }

    private void help(int first) {
        StopSignal stop = new StopSignal(() -> ended || cancelled.getAsBoolean(), deadlineNanos);
        try {
            int number = first;
            while (number >= 0) {
                workOn(number, stop);
                number = cores.isCrowded() ? -1 : claim();
            }
        } finally {
            cores.leave();
        }
    }
}
