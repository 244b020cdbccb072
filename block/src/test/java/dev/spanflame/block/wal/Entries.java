package dev.spanflame.block.wal;

import dev.spanflame.model.Signal;
import dev.spanflame.model.Tenant;
import dev.spanflame.model.metric.MemoryMeters;
import dev.spanflame.objectstore.disk.Disk;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.Random;

/// Entries for tests, and ways to compare them.
final class Entries {
    static final Path DIRECTORY = Path.of("/wal");

    private Entries() {}

    /// Entry number `index`, with a body of `size` bytes that no other entry has.
    static WalEntry of(int index, int size) {
        byte[] body = new byte[size];
        new Random(index).nextBytes(body);
        BitSet refused = new BitSet();
        if (index % 5 == 0) {
            refused.set(index % 7, index % 7 + 3);
            refused.set(40);
        }
        WalStream stream = stream(index);
        return new WalEntry(stream.tenant(), stream.signal(), index % 256, 1_000L + index, refused, body);
    }

    /// The stream of entry number `index`.
    static WalStream stream(int index) {
        return new WalStream(new Tenant("tenant-" + index % 3), Signal.values()[index % 2]);
    }

    /// Everything in a record as text.
    static String text(long sequence, WalEntry entry) {
        return sequence + " " + entry.tenant() + " " + entry.signal() + " " + entry.format() + " "
                + entry.receivedNanos() + " " + entry.refused() + " " + entry.body().length + ":"
                + Arrays.hashCode(entry.body());
    }

    /// Options with files of `fileBytes` and nothing kept free.
    static WalOptions options(Disk disk, Durability durability, long fileBytes) {
        return new WalOptions(disk, DIRECTORY, "ingester-1", durability, fileBytes, 64 << 20, 0, new MemoryMeters());
    }

    /// Replays the log and adds the texts of its records to `found`.
    static WalReplay.Outcome replay(Disk disk, List<String> found) throws IOException {
        return WalReplay.run(
                disk, DIRECTORY, new MemoryMeters(), record -> found.add(text(record.sequence(), record.entry())));
    }

    /// Texts of all records a replay finds.
    static List<String> replay(Disk disk) throws IOException {
        List<String> found = new ArrayList<>();
        replay(disk, found);
        return found;
    }

    /// Opens the log behind what is there.
    static Wal open(Disk disk, long fileBytes) throws IOException {
        return Wal.open(options(disk, Durability.FSYNC, fileBytes), replay(disk, new ArrayList<>()), 0);
    }

    /// Appends and returns the text the record must come back as.
    static String append(Wal wal, WalEntry entry) {
        return text(wal.append(entry, _ -> {}), entry);
    }

    /// Names of the log's files.
    static List<String> fileNames(Disk disk) throws IOException {
        return disk.list(DIRECTORY).stream()
                .filter(name -> name.endsWith(".wal"))
                .toList();
    }
}
