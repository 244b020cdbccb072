package dev.spanflame.block.wal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.spanflame.model.BackendException;
import dev.spanflame.model.ErrorKind;
import dev.spanflame.model.metric.MemoryMeters;
import dev.spanflame.objectstore.disk.ForgetfulDisk;
import dev.spanflame.objectstore.disk.Survival;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(value = 60, unit = TimeUnit.SECONDS)
class WalFaultTest {
    private final ForgetfulDisk disk = new ForgetfulDisk();

    @Test
    void afterAFailedSyncTheEntriesAreWrittenToANewFileAndCountOnce() throws IOException {
        List<String> expected = new ArrayList<>();
        try (Wal wal = Entries.open(disk, 1 << 20)) {
            expected.add(Entries.append(wal, Entries.of(0, 100)));
            disk.faults().failSyncAt(disk.faults().syncs() + 1);
            expected.add(Entries.append(wal, Entries.of(1, 100)));
            expected.add(Entries.append(wal, Entries.of(2, 100)));
        }
        ForgetfulDisk after = disk.reboot(Survival.everything());
        assertThat(Entries.fileNames(after)).hasSize(2);
        assertThat(sequencesOnDisk(after)).containsExactly(1L, 2L, 2L, 3L);
        assertThat(Entries.replay(after)).isEqualTo(expected);
        assertThat(Entries.replay(disk.reboot(Survival.nothing()))).isEqualTo(expected);
    }

    @Test
    void whenTheNewFileFailsTooTheCallerIsRefusedAndTheNextOneServed() throws IOException {
        try (Wal wal = Entries.open(disk, 1 << 20)) {
            disk.faults().limitSpace(50);
            assertThatThrownBy(() -> wal.append(Entries.of(0, 1_000), _ -> {}))
                    .isInstanceOfSatisfying(BackendException.class, e -> {
                        assertThat(e.kind()).isEqualTo(ErrorKind.UNAVAILABLE);
                        assertThat(e.reason()).isEqualTo("wal_write_failed");
                        assertThat(e.retryAfter()).isPresent();
                    });
            disk.faults().limitSpace(Long.MAX_VALUE);
            String text = Entries.append(wal, Entries.of(1, 1_000));
            assertThat(Entries.replay(disk.reboot(Survival.nothing()))).containsExactly(text);
        }
    }

    @Test
    void aFullDiskRefusesForRetryLeavesNoLitterAndRecovers() throws IOException {
        MemoryMeters meters = new MemoryMeters();
        WalOptions options =
                new WalOptions(disk, Entries.DIRECTORY, "i", Durability.FSYNC, 40_000, 1 << 20, 10_000, meters);
        List<String> acknowledged = new ArrayList<>();
        disk.faults().limitSpace(150_000);
        try (Wal wal = Wal.open(options, Entries.replay(disk, new ArrayList<>()), 0)) {
            BackendException refusal = fill(wal, acknowledged);
            assertThat(refusal.kind()).isEqualTo(ErrorKind.UNAVAILABLE);
            int files = Entries.fileNames(disk).size();
            for (int i = 0; i < 50; i++) {
                fill(wal, acknowledged);
            }
            assertThat(Entries.fileNames(disk)).hasSizeLessThanOrEqualTo(files + 1);
            assertThat(acknowledged.size()).isGreaterThan(40);
            disk.faults().limitSpace(Long.MAX_VALUE);
            acknowledged.add(appendUntilTaken(wal));
        }
        assertThat(Entries.replay(disk.reboot(Survival.nothing()))).containsAll(acknowledged);
    }

    @Test
    void tooMuchWaitingIsRefusedForRetry() throws Exception {
        WalOptions options =
                new WalOptions(disk, Entries.DIRECTORY, "i", Durability.FSYNC, 1 << 20, 1_000, 0, new MemoryMeters());
        try (Wal wal = Wal.open(options, Entries.replay(disk, new ArrayList<>()), 0);
                ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            CountDownLatch all = new CountDownLatch(10);
            List<Future<String>> results = new ArrayList<>();
            for (int i = 0; i < 10; i++) {
                WalEntry entry = Entries.of(i, 900);
                results.add(threads.submit(() -> {
                    all.countDown();
                    return outcome(wal, entry, all);
                }));
            }
            List<String> outcomes = new ArrayList<>();
            for (Future<String> result : results) {
                outcomes.add(result.get());
            }
            assertThat(outcomes).contains("wal_backlog");
            assertThat(Entries.replay(disk))
                    .hasSize((int) outcomes.stream().filter("taken"::equals).count());
        }
    }

    private static String outcome(Wal wal, WalEntry entry, CountDownLatch all) {
        try {
            wal.append(entry, _ -> await(all));
            return "taken";
        } catch (BackendException e) {
            return e.reason();
        }
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void filesGoWhenEveryStreamIsPastThemAndQuarantineStays() throws IOException {
        try (Wal wal = Entries.open(disk, 1_000)) {
            for (int i = 0; i < 6; i++) {
                wal.append(Entries.of(i, 2_000), _ -> {});
            }
        }
        DiskFiles.write(disk, Entries.DIRECTORY.resolve("quarantine").resolve("old.damaged"), new byte[10]);
        try (Wal wal = Entries.open(disk, 1_000)) {
            int files = Entries.fileNames(disk).size();
            assertThat(wal.pins()).containsExactly(Entries.stream(0));
            wal.release(Entries.stream(1), 6);
            assertThat(Entries.fileNames(disk)).hasSize(files - 1).contains(WalFormat.fileName(1));
            wal.release(Entries.stream(0), 1);
            assertThat(Entries.fileNames(disk)).hasSize(files - 2).doesNotContain(WalFormat.fileName(1));
            for (int i = 0; i < 6; i++) {
                wal.release(Entries.stream(i), 6);
            }
            assertThat(Entries.fileNames(disk)).hasSize(1);
            assertThat(wal.pins()).isEmpty();
        }
        assertThat(disk.list(Entries.DIRECTORY.resolve("quarantine"))).containsExactly("old.damaged");
        assertThat(Entries.replay(disk)).isEmpty();
    }

    private static BackendException fill(Wal wal, List<String> acknowledged) {
        while (true) {
            try {
                acknowledged.add(Entries.append(wal, Entries.of(acknowledged.size(), 2_000)));
            } catch (BackendException e) {
                return e;
            }
        }
    }

    /// Free space is looked at twice a second.
    private static String appendUntilTaken(Wal wal) {
        while (true) {
            try {
                return Entries.append(wal, Entries.of(9_999, 2_000));
            } catch (BackendException e) {
                Thread.onSpinWait();
            }
        }
    }

    private static List<Long> sequencesOnDisk(ForgetfulDisk disk) throws IOException {
        List<Long> sequences = new ArrayList<>();
        for (String name : Entries.fileNames(disk)) {
            byte[] bytes = DiskFiles.read(disk, Entries.DIRECTORY.resolve(name));
            WalFileReader.Sink sink = new WalFileReader.Sink() {
                @Override
                public void header(ByteBuffer payload) {}

                @Override
                public void record(long position, byte[] content) {
                    sequences.add(WalCodec.decode(content).sequence());
                }
            };
            long number = WalFormat.fileNumber(name).orElseThrow();
            new WalFileReader(number, DiskFiles.of(bytes, bytes.length), sink).read();
        }
        return sequences;
    }
}
