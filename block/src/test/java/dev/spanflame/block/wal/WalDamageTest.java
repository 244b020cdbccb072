package dev.spanflame.block.wal;

import static org.assertj.core.api.Assertions.assertThat;

import dev.spanflame.objectstore.disk.ForgetfulDisk;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// Damages files of a log in many ways and looks at what a replay makes of them.
class WalDamageTest {
    private static final int MUTATIONS = 600;
    private static final Path QUARANTINE = Entries.DIRECTORY.resolve("quarantine");

    /// A record, and the bytes of its file it lies in.
    private record Placed(String file, int from, int to, String text) {}

    private final Map<String, byte[]> files = new TreeMap<>();
    private final Map<Long, Placed> records = new LinkedHashMap<>();

    @BeforeEach
    void writeLog() throws IOException {
        ForgetfulDisk disk = new ForgetfulDisk();
        try (Wal wal = Entries.open(disk, 60_000)) {
            for (int i = 0; i < 60; i++) {
                wal.append(Entries.of(i, i % 11 == 10 ? 40_000 : i * 37), _ -> {});
            }
        }
        for (String name : Entries.fileNames(disk)) {
            byte[] bytes = DiskFiles.read(disk, Entries.DIRECTORY.resolve(name));
            files.put(name, bytes);
            place(name, bytes);
        }
        assertThat(files.size()).isGreaterThan(2);
        assertThat(records).hasSize(60);
    }

    @Test
    void noDamageCrashesInventsOrLosesARecordOutsideIt() throws IOException {
        for (int seed = 0; seed < MUTATIONS; seed++) {
            Random random = new Random(seed);
            Map<String, byte[]> damaged = new TreeMap<>();
            files.forEach((name, bytes) -> damaged.put(name, bytes.clone()));
            String what = "seed " + seed + ":";
            for (int i = random.nextInt(3); i >= 0; i--) {
                what += " " + mutate(random, damaged);
            }
            check(what, damaged);
        }
    }

    private void check(String what, Map<String, byte[]> damaged) throws IOException {
        ForgetfulDisk disk = disk(damaged);
        List<String> found = new ArrayList<>();
        WalReplay.Outcome outcome = Entries.replay(disk, found);
        List<String> all = records.values().stream().map(Placed::text).toList();
        assertThat(found).as(what).doesNotHaveDuplicates().isSubsetOf(all);
        List<Placed> lost =
                records.values().stream().filter(r -> !found.contains(r.text)).toList();
        List<Placed> wronged =
                lost.stream().filter(r -> isIntact(r, bytesOf(damaged, r.file))).toList();
        assertThat(wronged).as(what).isEmpty();
        List<Piece> pieces = pieces(disk);
        for (Placed record : lost) {
            byte[] bytes = bytesOf(damaged, record.file);
            boolean kept = pieces.stream().anyMatch(piece -> piece.covers(record, bytes.length));
            assertThat(kept || isCutShort(record, bytes.length))
                    .as(what + " lost " + record + ", kept " + pieces)
                    .isTrue();
        }
        assertThat(outcome.quarantined()).as(what).isEqualTo(pieces.size());
        assertThat(Entries.replay(disk)).as(what + " read again").isEqualTo(found);
    }

    /// The newest file may simply end earlier: that is a torn tail.
    private boolean isCutShort(Placed record, int length) {
        return record.file.equals(newest()) && record.to > length;
    }

    private String newest() {
        return files.keySet().stream().max(String::compareTo).orElseThrow();
    }

    private static ForgetfulDisk disk(Map<String, byte[]> content) throws IOException {
        ForgetfulDisk disk = new ForgetfulDisk();
        for (Map.Entry<String, byte[]> file : content.entrySet()) {
            DiskFiles.write(disk, Entries.DIRECTORY.resolve(file.getKey()), file.getValue());
        }
        return disk;
    }

    private boolean isIntact(Placed record, byte[] now) {
        byte[] before = bytesOf(files, record.file);
        return record.to <= now.length && Arrays.equals(before, record.from, record.to, now, record.from, record.to);
    }

    /// A piece in quarantine, by its name.
    private record Piece(String file, long from, long length) {
        boolean covers(Placed record, int fileLength) {
            return file.equals(record.file) && from <= record.from && from + length >= Math.min(record.to, fileLength);
        }
    }

    private static List<Piece> pieces(ForgetfulDisk disk) throws IOException {
        List<Piece> pieces = new ArrayList<>();
        for (String name : disk.list(QUARANTINE)) {
            String[] parts = name.split("-");
            long length = DiskFiles.read(disk, QUARANTINE.resolve(name)).length;
            pieces.add(new Piece(parts[0], Long.parseLong(parts[1]), length));
        }
        return pieces;
    }

    private static String mutate(Random random, Map<String, byte[]> files) {
        String name = new ArrayList<>(files.keySet()).get(random.nextInt(files.size()));
        byte[] bytes = bytesOf(files, name);
        int at = random.nextInt(bytes.length);
        int length = Math.min(bytes.length - at, 1 + random.nextInt(20_000));
        int page = at / WalFormat.PAGE * WalFormat.PAGE;
        int pageEnd = Math.min(page + WalFormat.PAGE, bytes.length);
        switch (random.nextInt(8)) {
            case 0 -> bytes[at] ^= (byte) (1 << random.nextInt(8));
            case 1 -> Arrays.fill(bytes, at, at + length, (byte) 0);
            case 2 -> Arrays.fill(bytes, page, pageEnd, (byte) random.nextInt());
            case 3 -> {
                byte[] noise = new byte[pageEnd - page];
                random.nextBytes(noise);
                System.arraycopy(noise, 0, bytes, page, noise.length);
            }
            case 4 -> swapPages(bytes, page, random.nextInt(bytes.length) / WalFormat.PAGE * WalFormat.PAGE);
            case 5 -> {
                byte[] other = new ArrayList<>(files.values()).get(random.nextInt(files.size()));
                int end = Math.min(pageEnd, other.length);
                if (end > page) {
                    System.arraycopy(other, page, bytes, page, end - page);
                }
            }
            case 6 -> System.arraycopy(bytes, 0, bytes, at, Math.min(at, bytes.length - at));
            default -> files.put(name, Arrays.copyOf(bytes, at));
        }
        return name + " at " + at;
    }

    private static byte[] bytesOf(Map<String, byte[]> files, String name) {
        return Objects.requireNonNull(files.get(name), name);
    }

    private static void swapPages(byte[] bytes, int left, int right) {
        int length = Math.min(WalFormat.PAGE, bytes.length - Math.max(left, right));
        byte[] kept = Arrays.copyOfRange(bytes, left, left + length);
        System.arraycopy(bytes, right, bytes, left, length);
        System.arraycopy(kept, 0, bytes, right, length);
    }

    private void place(String name, byte[] bytes) throws IOException {
        long number = WalFormat.fileNumber(name).orElseThrow();
        List<Integer> starts = new ArrayList<>();
        List<WalRecord> found = new ArrayList<>();
        WalFileReader.Sink sink = new WalFileReader.Sink() {
            @Override
            public void header(ByteBuffer payload) {}

            @Override
            public void record(long position, byte[] content) {
                starts.add((int) position);
                found.add(WalCodec.decode(content));
            }
        };
        assertThat(new WalFileReader(number, DiskFiles.of(bytes, bytes.length), sink).read())
                .isEmpty();
        starts.add(bytes.length);
        for (int i = 0; i < found.size(); i++) {
            WalRecord record = found.get(i);
            String text = Entries.text(record.sequence(), record.entry());
            records.put(record.sequence(), new Placed(name, starts.get(i), starts.get(i + 1), text));
        }
    }
}
