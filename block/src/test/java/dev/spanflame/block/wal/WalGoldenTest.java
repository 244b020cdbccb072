package dev.spanflame.block.wal;

import static org.assertj.core.api.Assertions.assertThat;

import dev.spanflame.model.Signal;
import dev.spanflame.model.Tenant;
import dev.spanflame.model.metric.MemoryMeters;
import dev.spanflame.objectstore.disk.ForgetfulDisk;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.BitSet;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;

/// A file of format version 1, made by hand from `docs/reference/wal-format.md` with another implementation of the
/// checksum: it stays readable for ever, and the same is written as long as the version is 1.
class WalGoldenTest {
    private static final Path FILE = Entries.DIRECTORY.resolve("00000000000000000001.wal");
    private static final byte[] VERSION_1 = HexFormat.of()
            .parseHex("05000f822edd78534657414c010000000000000001690100237c148bfb01"
                    + "00000000000000010000000000000005010301740000000100000001000000026869");

    private final ForgetfulDisk disk = new ForgetfulDisk();

    @Test
    void aFileOfVersion1IsRead() throws IOException {
        DiskFiles.write(disk, FILE, VERSION_1);
        assertThat(Entries.replay(disk)).isEqualTo(List.of(Entries.text(1, entry())));
    }

    @Test
    void aFileOfVersion1IsWritten() throws IOException {
        WalOptions options =
                new WalOptions(disk, Entries.DIRECTORY, "i", Durability.FSYNC, 1 << 20, 1 << 20, 0, new MemoryMeters());
        try (Wal wal = Wal.open(options, WalReplay.run(disk, Entries.DIRECTORY, options.meters(), _ -> {}), 0)) {
            wal.append(entry(), _ -> {});
        }
        assertThat(DiskFiles.read(disk, FILE)).isEqualTo(VERSION_1);
    }

    private static WalEntry entry() {
        BitSet refused = new BitSet();
        refused.set(1, 3);
        byte[] body = "hi".getBytes(StandardCharsets.US_ASCII);
        return new WalEntry(new Tenant("t"), Signal.PROFILES, 3, 5, refused, body);
    }
}
