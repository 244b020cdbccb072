package dev.spanflame.block.wal;

import static org.assertj.core.api.Assertions.assertThat;

import dev.spanflame.model.BackendException;
import dev.spanflame.objectstore.disk.ForgetfulDisk;
import dev.spanflame.objectstore.disk.Survival;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(value = 60, unit = TimeUnit.SECONDS)
class WalGroupCommitTest {
    private static final int THREADS = 48;
    private static final int ROUNDS = 40;

    private final ForgetfulDisk disk = new ForgetfulDisk();

    @Test
    void requestsThatWaitTogetherShareASync() throws Exception {
        Set<String> acknowledged = new HashSet<>();
        try (Wal wal = Entries.open(disk, 400_000);
                ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            long before = disk.faults().syncs();
            for (int round = 0; round < ROUNDS; round++) {
                acknowledged.addAll(appendTogether(wal, threads, round * THREADS));
            }
            assertThat(disk.faults().syncs() - before).isLessThan(THREADS * ROUNDS / 4);
        }
        assertThat(acknowledged).hasSize(THREADS * ROUNDS);
        assertThat(Entries.replay(disk.reboot(Survival.nothing()))).containsExactlyInAnyOrderElementsOf(acknowledged);
    }

    @Test
    void whatIsAcknowledgedIsDurableAtThatMoment() throws Exception {
        ConcurrentLinkedQueue<String> acknowledged = new ConcurrentLinkedQueue<>();
        try (Wal wal = Entries.open(disk, 100_000);
                ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<?>> writers = new ArrayList<>();
            for (int thread = 0; thread < 8; thread++) {
                int first = thread * 1_000;
                writers.add(threads.submit(() -> {
                    for (int i = 0; i < 200; i++) {
                        acknowledged.add(Entries.append(wal, Entries.of(first + i, i % 50)));
                    }
                }));
            }
            for (int look = 0; look < 20; look++) {
                List<String> promised = List.copyOf(acknowledged);
                assertThat(Entries.replay(disk.reboot(Survival.nothing()))).containsAll(promised);
            }
            for (Future<?> writer : writers) {
                writer.get();
            }
        }
        assertThat(Entries.replay(disk)).containsExactlyInAnyOrderElementsOf(acknowledged);
    }

    @Test
    void closeWritesWhatIsWaiting() throws IOException, InterruptedException {
        ConcurrentLinkedQueue<String> acknowledged = new ConcurrentLinkedQueue<>();
        Wal wal = Entries.open(disk, 100_000);
        List<Thread> writers = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            WalEntry entry = Entries.of(i, 500);
            writers.add(Thread.startVirtualThread(() -> {
                try {
                    acknowledged.add(Entries.append(wal, entry));
                } catch (BackendException e) {
                    assertThat(e.reason()).isEqualTo("shutting_down");
                }
            }));
        }
        wal.close();
        for (Thread writer : writers) {
            writer.join();
        }
        assertThat(Entries.replay(disk)).containsExactlyInAnyOrderElementsOf(acknowledged);
    }

    /// Appends from all threads at once: the first to get a sequence number holds the log's lock until all of them
    /// have come to it.
    private static List<String> appendTogether(Wal wal, ExecutorService threads, int first) throws Exception {
        CountDownLatch arrived = new CountDownLatch(THREADS);
        List<Future<String>> results = new ArrayList<>();
        for (int i = 0; i < THREADS; i++) {
            WalEntry entry = Entries.of(first + i, 100);
            results.add(threads.submit(() -> {
                arrived.countDown();
                return Entries.text(wal.append(entry, _ -> await(arrived)), entry);
            }));
        }
        List<String> texts = new ArrayList<>();
        for (Future<String> result : results) {
            texts.add(result.get());
        }
        return texts;
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
