package dev.spanflame.block.wal;

import static org.assertj.core.api.Assertions.assertThat;

import dev.spanflame.objectstore.disk.ForgetfulDisk;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/// A file that ends anywhere gives exactly the records that are whole before that place.
class WalPrefixTest {
    private static final Path FILE = Entries.DIRECTORY.resolve(WalFormat.fileName(1));

    private final ForgetfulDisk disk = new ForgetfulDisk();

    @Test
    void everyPrefixGivesTheWholeRecordsInItAndNothingElse() throws IOException {
        byte[] bytes = file();
        Scan whole = new Scan(bytes, bytes.length);
        assertThat(whole.damages).isEmpty();
        assertThat(whole.ends).hasSize(41);
        for (int length = 0; length <= bytes.length; length++) {
            Scan scan = new Scan(bytes, length);
            int expected = whole.recordsIn(length);
            assertThat(scan.ends).as("prefix of %s bytes", length).isEqualTo(whole.ends.subList(0, expected));
            boolean atEnd = scan.damages.isEmpty();
            if (!atEnd) {
                WalFileReader.Damage tail = scan.damages.getLast();
                assertThat(scan.damages).as("prefix of %s bytes", length).hasSize(1);
                assertThat(tail.to()).isEqualTo(length);
                assertThat(tail.look()).as("prefix of %s bytes", length).isEqualTo(WalFileReader.Look.UNFINISHED);
            }
        }
    }

    @Test
    void aTornTailIsCutOnceAndNotPutAside() throws IOException {
        byte[] bytes = file();
        Scan whole = new Scan(bytes, bytes.length);
        for (int length = 1; length < bytes.length; length += 379) {
            ForgetfulDisk torn = new ForgetfulDisk();
            byte[] prefix = new byte[length];
            System.arraycopy(bytes, 0, prefix, 0, length);
            DiskFiles.write(torn, FILE, prefix);
            for (int start = 0; start < 2; start++) {
                List<String> found = new ArrayList<>();
                WalReplay.Outcome outcome = Entries.replay(torn, found);
                assertThat(found).hasSize(whole.recordsIn(length));
                assertThat(outcome.quarantined()).isZero();
            }
            try (Wal wal = Entries.open(torn, 1 << 20)) {
                wal.append(Entries.of(99, 10), _ -> {});
            }
            List<String> found = new ArrayList<>();
            assertThat(Entries.replay(torn, found).quarantined()).isZero();
            assertThat(found).hasSize(whole.recordsIn(length) + 1);
        }
    }

    @Test
    void aTailOfZerosIsCutAndNotPutAside() throws IOException {
        byte[] bytes = file();
        byte[] longer = new byte[bytes.length + 100_000];
        System.arraycopy(bytes, 0, longer, 0, bytes.length);
        DiskFiles.write(disk, FILE, longer);
        List<String> found = new ArrayList<>();
        assertThat(Entries.replay(disk, found).quarantined()).isZero();
        assertThat(found).hasSize(41);
        assertThat(DiskFiles.read(disk, FILE)).isEqualTo(bytes);
    }

    @Test
    void aDamagedLastRecordIsPutAsideThoughItIsTheTail() throws IOException {
        byte[] bytes = file();
        Scan whole = new Scan(bytes, bytes.length);
        int start = whole.starts.getLast();
        for (int position = start; position < bytes.length; position++) {
            byte[] damaged = bytes.clone();
            damaged[position] ^= 0x10;
            ForgetfulDisk bad = new ForgetfulDisk();
            DiskFiles.write(bad, FILE, damaged);
            List<String> found = new ArrayList<>();
            WalReplay.Outcome outcome = Entries.replay(bad, found);
            assertThat(found).hasSize(40);
            assertThat(outcome.quarantined()).as("byte %s flipped", position).isEqualTo(1);
        }
    }

    /// More than a page: small records, records over a page border, an empty one.
    private byte[] file() throws IOException {
        try (Wal wal = Entries.open(disk, 1 << 20)) {
            for (int i = 0; i < 40; i++) {
                wal.append(Entries.of(i, i % 20 == 19 ? 9_000 : i * 25), _ -> {});
            }
            wal.append(Entries.of(40, 20), _ -> {});
        }
        return DiskFiles.read(disk, FILE);
    }

    /// What a reader finds in the first bytes of a file.
    private static final class Scan implements WalFileReader.Sink {
        private final List<Integer> starts = new ArrayList<>();
        private final List<Integer> ends = new ArrayList<>();
        private final List<WalFileReader.Damage> damages;
        private final byte[] bytes;

        Scan(byte[] bytes, int length) throws IOException {
            this.bytes = bytes;
            this.damages = new WalFileReader(1, DiskFiles.of(bytes, length), this).read();
        }

        @Override
        public void header(ByteBuffer payload) {
            assertThat(payload.remaining()).isGreaterThan(14);
        }

        @Override
        public void record(long position, byte[] content) {
            starts.add((int) position);
            ends.add(end((int) position, content.length));
        }

        /// Where a record of this size ends that begins at `position`.
        private int end(int position, int size) {
            int at = position;
            int left = size;
            while (true) {
                int length = ByteBuffer.wrap(bytes).getShort(at + 1);
                at += WalFormat.OVERHEAD + length;
                left -= length;
                if (left == 0) {
                    return at;
                }
            }
        }

        int recordsIn(int length) {
            return (int) ends.stream().filter(end -> end <= length).count();
        }
    }
}
