package dev.spanflame.block.wal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.spanflame.model.BackendException;
import dev.spanflame.model.ErrorKind;
import dev.spanflame.model.metric.MemoryMeters;
import dev.spanflame.objectstore.disk.ForgetfulDisk;
import dev.spanflame.objectstore.disk.RealDisk;
import dev.spanflame.objectstore.disk.Survival;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WalTest {
    private static final int PAGE = WalFormat.PAGE;

    private final ForgetfulDisk disk = new ForgetfulDisk();

    @Test
    void recordsOfAnySizeComeBackAsTheyWere() throws IOException {
        int[] sizes = {0, 1, 100, PAGE - 40, PAGE, 3 * PAGE, 200_000, 0, 3 << 20, 17};
        List<String> expected = new ArrayList<>();
        try (Wal wal = Entries.open(disk, 1 << 20)) {
            for (int i = 0; i < sizes.length; i++) {
                expected.add(Entries.append(wal, Entries.of(i, sizes[i])));
            }
        }
        assertThat(Entries.replay(disk)).isEqualTo(expected);
        assertThat(expected.getFirst()).startsWith("1 ");
    }

    @Test
    void recordsThatEndAnywhereNearTheEndOfAPageComeBack() throws IOException {
        List<String> expected = new ArrayList<>();
        try (Wal wal = Entries.open(disk, 64 << 20)) {
            for (int i = 0; i < 100; i++) {
                expected.add(Entries.append(wal, Entries.of(i, PAGE - 110 + i)));
                expected.add(Entries.append(wal, Entries.of(i, 10)));
            }
        }
        List<String> found = new ArrayList<>();
        WalReplay.Outcome outcome = Entries.replay(disk, found);
        assertThat(found).isEqualTo(expected);
        assertThat(outcome.quarantined()).isZero();
        assertThat(outcome.records()).isEqualTo(200);
    }

    @Test
    void worksOnARealDisk(@TempDir Path folder) throws IOException {
        RealDisk real = new RealDisk();
        WalOptions options =
                new WalOptions(real, folder, "ingester-1", Durability.FSYNC, 100_000, 1 << 20, 1, new MemoryMeters());
        List<String> expected = new ArrayList<>();
        try (Wal wal = Wal.open(options, WalReplay.run(real, folder, options.meters(), _ -> {}), 0)) {
            for (int i = 0; i < 30; i++) {
                expected.add(Entries.append(wal, Entries.of(i, i * 700)));
            }
        }
        List<String> found = new ArrayList<>();
        WalReplay.run(
                real, folder, options.meters(), record -> found.add(Entries.text(record.sequence(), record.entry())));
        assertThat(found).isEqualTo(expected);
    }

    @Test
    void sequenceNumbersGoOnBehindTheLastRecord() throws IOException {
        try (Wal wal = Entries.open(disk, 1 << 20)) {
            wal.append(Entries.of(0, 10), _ -> {});
            wal.append(Entries.of(1, 10), _ -> {});
        }
        try (Wal wal = Entries.open(disk, 1 << 20)) {
            AtomicLong marked = new AtomicLong();
            wal.mark(marked::set);
            assertThat(marked.get()).isEqualTo(2);
            assertThat(wal.append(Entries.of(2, 10), _ -> {})).isEqualTo(3);
        }
    }

    @Test
    void sequenceNumbersGoOnBehindWhatTheCommitLogKnows() throws IOException {
        WalReplay.Outcome replay = Entries.replay(disk, new ArrayList<>());
        try (Wal wal = Wal.open(Entries.options(disk, Durability.FSYNC, 1 << 20), replay, 700)) {
            assertThat(wal.append(Entries.of(0, 10), _ -> {})).isEqualTo(701);
        }
    }

    @Test
    void sequenceNumbersGoOnWhenEverythingWasReleased() throws IOException {
        try (Wal wal = Entries.open(disk, 1_000)) {
            for (int i = 0; i < 9; i++) {
                long sequence = wal.append(Entries.of(i, 2_000), _ -> {});
                wal.release(Entries.stream(i), sequence);
            }
        }
        ForgetfulDisk after = disk.reboot(Survival.everything());
        List<String> found = new ArrayList<>();
        WalReplay.Outcome replay = Entries.replay(after, found);
        assertThat(found.size()).isLessThan(3);
        try (Wal wal = Wal.open(Entries.options(after, Durability.FSYNC, 1_000), replay, 0)) {
            assertThat(wal.append(Entries.of(0, 10), _ -> {})).isEqualTo(10);
        }
    }

    @Test
    void aClosedLogRefusesForRetry() throws IOException {
        Wal wal = Entries.open(disk, 1 << 20);
        wal.close();
        assertThatThrownBy(() -> wal.append(Entries.of(0, 10), _ -> {}))
                .isInstanceOfSatisfying(BackendException.class, e -> {
                    assertThat(e.kind()).isEqualTo(ErrorKind.UNAVAILABLE);
                    assertThat(e.reason()).isEqualTo("shutting_down");
                    assertThat(e.retryAfter()).isPresent();
                });
    }

    @Test
    void aFileOfANewerProgramIsLeftUntouched() throws IOException {
        byte[] header = WalFormat.header(1, "ingester-1");
        header[5] = 2;
        ByteBuffer file = ByteBuffer.allocate(WalFormat.OVERHEAD + header.length);
        ByteBuffer payload = ByteBuffer.wrap(header);
        file.put(WalFormat.HEADER).putShort((short) header.length);
        file.putInt(WalFormat.checksum(1, 0, WalFormat.HEADER, payload)).put(header);
        Path path = Entries.DIRECTORY.resolve(WalFormat.fileName(1));
        DiskFiles.write(disk, path, file.array());
        assertThatThrownBy(() -> Entries.replay(disk))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("format version 2")
                .hasMessageContaining("upgrade");
        assertThat(DiskFiles.read(disk, path)).isEqualTo(file.array());
    }

    @Test
    void foreignFilesAreIgnored() throws IOException {
        List<String> names = List.of("notes.txt", "-0000000000000000001.wal", "00000000000000000001.wal.tmp", "1.wal");
        for (String name : names) {
            DiskFiles.write(disk, Entries.DIRECTORY.resolve(name), new byte[] {1, 2, 3});
        }
        try (Wal wal = Entries.open(disk, 1 << 20)) {
            wal.append(Entries.of(0, 10), _ -> {});
        }
        assertThat(Entries.replay(disk)).hasSize(1);
        assertThat(disk.list(Entries.DIRECTORY)).containsAll(names);
    }

    @Test
    void aRecordThatCannotBeUsedIsPutAsideAndTheNextOnesAreRead() throws IOException {
        try (Wal wal = Entries.open(disk, 1 << 20)) {
            for (int i = 0; i < 5; i++) {
                wal.append(Entries.of(i, 10), _ -> {});
            }
        }
        List<Long> seen = new ArrayList<>();
        WalReplay.Outcome outcome = WalReplay.run(disk, Entries.DIRECTORY, new MemoryMeters(), record -> {
            if (record.sequence() == 2 || record.sequence() == 3) {
                throw new IllegalStateException("poison");
            }
            seen.add(record.sequence());
        });
        assertThat(seen).containsExactly(1L, 4L, 5L);
        assertThat(outcome.quarantined()).isEqualTo(2);
        assertThat(disk.list(Entries.DIRECTORY.resolve("quarantine"))).hasSize(2);
    }
}
