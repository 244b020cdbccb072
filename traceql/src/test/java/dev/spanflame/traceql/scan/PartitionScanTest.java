package dev.spanflame.traceql.scan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.spanflame.model.BackendException;
import dev.spanflame.model.ErrorKind;
import dev.spanflame.model.TimeRange;
import dev.spanflame.traceql.TraceQl;
import dev.spanflame.traceql.eval.StopSignal;
import dev.spanflame.traceql.fetch.SpanPartition;
import dev.spanflame.traceql.memory.MemorySpanSource;
import dev.spanflame.traceql.script.TraceNotation;
import dev.spanflame.traceql.search.SearchOptions;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

final class PartitionScanTest {
    private static final int COUNT = 40;
    private static final long FAR = System.nanoTime() + TimeUnit.MINUTES.toNanos(10);

    private static List<SpanPartition> partitions(int count) throws IOException {
        List<SpanPartition> all = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            List<String> lines = List.of(
                    "trace " + Integer.toHexString(i + 1) + " start=" + i + "s", "  S s \"name\" server +0ms 1s unset");
            all.addAll(MemorySpanSource.of(TraceNotation.parse(lines).traces())
                    .partitions(TraceQl.compile(TraceQl.parse("{}")).request(SearchOptions.of(TimeRange.ALL))));
        }
        return all;
    }

    private static <T> PartitionScan<T> scan(List<SpanPartition> partitions, PartitionScan.Work<T> work, Cores cores) {
        return new PartitionScan<>(partitions, work, () -> false, FAR, cores);
    }

    private static int number(SpanPartition partition) {
        return (int) partition.traceIdLow(0) - 1;
    }

    @Test
    void takesWhatWasFoundInTheOrderOfPartitions() throws IOException {
        List<Integer> taken = new ArrayList<>();
        scan(partitions(COUNT), (partition, _) -> number(partition), new Cores(4))
                .run(taken::add);
        assertThat(taken).isEqualTo(IntStream.range(0, COUNT).boxed().toList());
    }

    @Test
    void worksOnAsManyPartitionsAtATimeAsThereAreProcessors() throws IOException {
        // Each waits for the others: with fewer threads this would never end.
        CountDownLatch together = new CountDownLatch(3);
        Set<Thread> threads = ConcurrentHashMap.newKeySet();
        scan(
                        partitions(3),
                        (partition, _) -> {
                            threads.add(Thread.currentThread());
                            together.countDown();
                            await(together);
                            return number(partition);
                        },
                        new Cores(3))
                .run(_ -> {});
        assertThat(threads).hasSize(3);
    }

    @Test
    void aScanBesideOthersWorksAlone() throws IOException {
        Cores cores = new Cores(2);
        cores.enter();
        cores.enter();
        Set<Thread> threads = ConcurrentHashMap.newKeySet();
        scan(
                        partitions(COUNT),
                        (partition, _) -> {
                            threads.add(Thread.currentThread());
                            return number(partition);
                        },
                        cores)
                .run(_ -> {});
        assertThat(threads).containsExactly(Thread.currentThread());
    }

    @Test
    void isNeverFarAheadOfWhatWasTaken() throws IOException {
        AtomicInteger taken = new AtomicInteger();
        AtomicInteger farthest = new AtomicInteger();
        scan(
                        partitions(COUNT),
                        (partition, _) -> {
                            farthest.accumulateAndGet(number(partition) - taken.get(), Math::max);
                            return number(partition);
                        },
                        new Cores(3))
                .run(_ -> taken.incrementAndGet());
        assertThat(farthest.get()).isBetween(0, 6);
    }

    @Test
    void theFailureOfTheFirstPartitionIsTheFailureOfTheScan() throws IOException {
        List<SpanPartition> partitions = partitions(COUNT);
        List<Integer> taken = new ArrayList<>();
        assertThatThrownBy(() -> scan(
                                partitions,
                                (partition, _) -> {
                                    if (number(partition) >= 7) {
                                        throw new IllegalArgumentException("partition " + number(partition));
                                    }
                                    return number(partition);
                                },
                                new Cores(4))
                        .run(taken::add))
                .hasMessage("partition 7");
        assertThat(taken).hasSize(7);
    }

    @Test
    void helpersStopWithTheScan() throws IOException, InterruptedException {
        Cores cores = new Cores(2);
        CountDownLatch helping = new CountDownLatch(1);
        CountDownLatch stopped = new CountDownLatch(1);
        List<SpanPartition> partitions = partitions(2);
        Thread caller = Thread.currentThread();
        assertThatThrownBy(() -> scan(
                                partitions,
                                (_, stop) -> {
                                    if (Thread.currentThread().equals(caller)) {
                                        await(helping);
                                        throw new IllegalArgumentException("the end");
                                    }
                                    helping.countDown();
                                    untilStopped(stop, stopped);
                                    return 1;
                                },
                                cores)
                        .run(_ -> {}))
                .satisfiesAnyOf(
                        end -> assertThat(end).hasMessage("the end"),
                        end -> assertThat(end).isInstanceOf(BackendException.class));
        assertThat(stopped.await(10, TimeUnit.SECONDS)).isTrue();
    }

    @Test
    void endsWhenCancelledThoughAHelperHangs() throws IOException {
        AtomicBoolean cancelled = new AtomicBoolean();
        CountDownLatch hanging = new CountDownLatch(1);
        CountDownLatch never = new CountDownLatch(1);
        Thread caller = Thread.currentThread();
        PartitionScan<Integer> scan = new PartitionScan<>(
                partitions(2),
                (_, _) -> {
                    if (Thread.currentThread().equals(caller)) {
                        await(hanging);
                        cancelled.set(true);
                    } else {
                        hanging.countDown();
                        await(never);
                    }
                    return 1;
                },
                cancelled::get,
                FAR,
                new Cores(2));
        BackendException end = catchThrowableOfType(BackendException.class, () -> scan.run(_ -> {}));
        never.countDown();
        assertThat(end).isNotNull();
        assertThat(end.kind()).isEqualTo(ErrorKind.CANCELLED);
    }

    private static void untilStopped(StopSignal stop, CountDownLatch stopped) {
        try {
            while (true) {
                stop.check();
                Thread.onSpinWait();
            }
        } finally {
            stopped.countDown();
        }
    }

    private static void await(CountDownLatch latch) {
        try {
            assertThat(latch.await(30, TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
