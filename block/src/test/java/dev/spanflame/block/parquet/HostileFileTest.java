package dev.spanflame.block.parquet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.github.luben.zstd.Zstd;
import dev.spanflame.block.column.ColumnData;
import dev.spanflame.block.parquet.encoding.ByteCursor;
import dev.spanflame.block.parquet.encoding.DamagedException;
import dev.spanflame.block.parquet.table.ByteRange;
import dev.spanflame.block.parquet.table.ChunkIndex;
import dev.spanflame.block.parquet.table.ColumnSpec;
import dev.spanflame.block.parquet.table.ReadLimits;
import dev.spanflame.block.parquet.table.RowGroupIndex;
import dev.spanflame.block.parquet.table.TableIndex;
import dev.spanflame.block.parquet.table.TableIndexFormat;
import dev.spanflame.block.parquet.table.TableSchema;
import dev.spanflame.model.BackendException;
import dev.spanflame.model.ErrorKind;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.zip.CRC32;
import org.apache.parquet.format.PageHeader;
import org.apache.parquet.format.Util;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/// Damaged and malicious files: the right values or CORRUPT, never anything else, never much memory or time.
final class HostileFileTest {
    private static final int ROUNDS = Integer.getInteger("spanflame.rounds", 1200);
    private static final List<TestTable> TABLES = new ArrayList<>();
    private static final List<TestTable.Written> FILES = new ArrayList<>();
    private static final List<List<String>> DIGESTS = new ArrayList<>();

    @BeforeAll
    static void writeTables() throws IOException {
        for (int seed = 3000; TABLES.size() < 25; seed++) {
            TestTable table = RandomTables.table(seed, false);
            TestTable.Written written = table.write();
            if (table.rows() > 0 && written.bytes().length < 12_000) {
                TABLES.add(table);
                FILES.add(written);
                DIGESTS.add(digests(table.write().openByIndex("written")));
            }
        }
    }

    /// All cells of all columns.
    private static List<String> digests(TableReader reader) throws IOException {
        List<String> digests = new ArrayList<>();
        for (int group = 0; group < reader.index().groups().size(); group++) {
            for (int i = 0; i < reader.index().schema().size(); i++) {
                ColumnSpec spec = reader.index().schema().column(i);
                digests.add(spec + Cells.digest(Cells.all(spec, reader.read(group, i))));
            }
        }
        return digests;
    }

    private interface Reading {
        List<String> digests() throws IOException;
    }

    /// Whether the file was found out as corrupt; otherwise its values are right.
    private static boolean isCorruptOrRight(int table, Reading reading) throws IOException {
        try {
            assertThat(reading.digests()).isEqualTo(DIGESTS.get(table));
            return false;
        } catch (BackendException e) {
            assertThat(e.kind()).isEqualTo(ErrorKind.CORRUPT);
            assertThat(e.getMessage()).contains("damaged-file");
            return true;
        }
    }

    /// The values are whatever the malicious writer wanted, or it was found out.
    private static boolean isRefused(Reading reading) throws IOException {
        try {
            assertThat(reading.digests()).isNotNull();
            return false;
        } catch (BackendException e) {
            assertThat(e.kind()).isIn(ErrorKind.CORRUPT, ErrorKind.TOO_LARGE);
            return true;
        }
    }

    private static TableReader open(byte[] bytes) throws IOException {
        return TableReader.open("damaged-file", RangeReader.of(bytes), bytes.length, ReadLimits.DEFAULT);
    }

    @Test
    void aDamagedFileGivesTheRightValuesOrIsCorrupt() throws IOException {
        Random random = new Random(1);
        int corrupt = 0;
        for (int round = 0; round < ROUNDS; round++) {
            int table = random.nextInt(TABLES.size());
            byte[] bytes = FILES.get(table).bytes();
            byte[] damaged = random.nextInt(6) == 0
                    ? Mutations.resize(bytes, random)
                    : Mutations.mutate(bytes, 0, bytes.length, random);
            corrupt += isCorruptOrRight(table, () -> digests(open(damaged))) ? 1 : 0;
        }
        assertThat(corrupt).isGreaterThan(ROUNDS / 2);
    }

    @Test
    void damagedPagesBehindASoundIndexGiveTheRightValuesOrAreCorrupt() throws IOException {
        Random random = new Random(2);
        int corrupt = 0;
        for (int round = 0; round < ROUNDS; round++) {
            int table = random.nextInt(TABLES.size());
            TestTable.Written file = FILES.get(table);
            ChunkIndex chunk = anyChunk(file.index(), random);
            // Page headers are what no checksum covers: most of the damage goes there.
            int page = random.nextInt(chunk.pages());
            int from = (int) chunk.pageBytes(page, page + 1).offset();
            byte[] damaged = Mutations.mutate(file.bytes(), from, from + 30, random);
            corrupt += isCorruptOrRight(
                            table,
                            () -> digests(new TableReader(
                                    "damaged-file", file.index(), RangeReader.of(damaged), ReadLimits.DEFAULT)))
                    ? 1
                    : 0;
        }
        assertThat(corrupt).isGreaterThan(ROUNDS / 2);
    }

    private static ChunkIndex anyChunk(TableIndex index, Random random) {
        RowGroupIndex group = index.group(random.nextInt(index.groups().size()));
        return group.chunk(random.nextInt(index.schema().size()));
    }

    @Test
    void maliciousPagesWithRightChecksumsAreReadOrRefused() throws IOException {
        Random random = new Random(3);
        int refused = 0;
        for (int round = 0; round < ROUNDS; round++) {
            TestTable.Written file = FILES.get(random.nextInt(FILES.size()));
            int group = random.nextInt(file.index().groups().size());
            int column = random.nextInt(file.index().schema().size());
            ChunkIndex chunk = file.index().group(group).chunk(column);
            int page = chunk.hasDictionary() && random.nextBoolean() ? -1 : random.nextInt(chunk.pages());
            ByteRange range = page < 0 ? chunk.dictionaryBytes() : chunk.pageBytes(page, page + 1);
            byte[] forged = forge(Arrays.copyOfRange(file.bytes(), (int) range.offset(), (int) range.end()), random);
            refused += isRefused(() -> List.of(String.valueOf(
                            readForged(file, group, column, page, forged).rows())))
                    ? 1
                    : 0;
        }
        assertThat(refused).isBetween(ROUNDS / 10, ROUNDS * 9 / 10);
    }

    /// The page with other content, compressed again and with the checksum it should have.
    private static byte[] forge(byte[] page, Random random) throws IOException {
        ByteArrayInputStream in = new ByteArrayInputStream(page);
        PageHeader header = Util.readPageHeader(in);
        byte[] content = Zstd.decompress(in.readAllBytes(), header.getUncompressed_page_size());
        if (content.length > 0) {
            content = random.nextInt(6) == 0
                    ? Mutations.resize(content, random)
                    : Mutations.mutate(
                            content, 0, Math.min(content.length, random.nextBoolean() ? 12 : 1 << 20), random);
        }
        byte[] compressed = Zstd.compress(content, 1);
        CRC32 crc = new CRC32();
        crc.update(compressed);
        header.setUncompressed_page_size(content.length);
        header.setCompressed_page_size(compressed.length);
        header.setCrc((int) crc.getValue());
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        Util.writePageHeader(header, out);
        out.write(compressed);
        return out.toByteArray();
    }

    /// Reads the chunk with one page replaced; the rows of the file stay those of the index.
    private static ColumnData readForged(TestTable.Written file, int group, int column, int page, byte[] forged)
            throws IOException {
        ChunkIndex chunk = file.index().group(group).chunk(column);
        byte[] head = Arrays.copyOfRange(
                file.bytes(), (int) chunk.bytes().offset(), (int) chunk.bytes().end());
        int[] starts = new int[chunk.pages() + 1];
        ByteArrayOutputStream pages = new ByteArrayOutputStream();
        for (int i = -1; i < chunk.pages(); i++) {
            ByteRange range = i < 0 ? chunk.dictionaryBytes() : chunk.pageBytes(i, i + 1);
            int from = (int) (range.offset() - chunk.bytes().offset());
            pages.write(i == page ? forged : Arrays.copyOfRange(head, from, from + range.length()));
            starts[i + 1] = pages.size();
        }
        int[] nulls = new int[chunk.pages()];
        Arrays.fill(nulls, ChunkIndex.UNKNOWN);
        ChunkIndex changed = new ChunkIndex(new ChunkIndex.Figures(
                chunk.encoding(), 0, starts, nulls, chunk.nulls(), chunk.uncompressedBytes(), null));
        List<ChunkIndex> chunks = List.of(changed);
        TableIndex index = new TableIndex(
                new TableSchema(List.of(file.index().schema().column(column))),
                List.of(new RowGroupIndex(file.index().group(group).bounds(), chunks)),
                pages.size(),
                file.index().metadata());
        return new TableReader("forged", index, RangeReader.of(pages.toByteArray()), ReadLimits.DEFAULT).read(0, 0);
    }

    @Test
    void maliciousFootersWithRightSealsAreReadOrRefused() throws IOException {
        Random random = new Random(4);
        int refused = 0;
        for (int round = 0; round < ROUNDS; round++) {
            byte[] bytes = FILES.get(random.nextInt(FILES.size())).bytes();
            int end = bytes.length - 8;
            int from = indexOffset(bytes);
            byte[] damaged = Mutations.mutate(bytes, from, end, random);
            if (!reseal(damaged)) {
                continue;
            }
            refused += isRefused(() -> digests(open(damaged))) ? 1 : 0;
        }
        assertThat(refused).isGreaterThan(ROUNDS / 4);
    }

    private static int indexOffset(byte[] bytes) {
        try {
            return (int) FooterSeal.indexOffset(bytes, 0, bytes.length - 8);
        } catch (DamagedException e) {
            return -1;
        }
    }

    /// Whether the seal is still where it was; if so, it holds the right checksum again.
    private static boolean reseal(byte[] bytes) {
        int from = indexOffset(bytes);
        int end = bytes.length - 8;
        if (from < 4 || from > end) {
            return false;
        }
        byte[] tail = Arrays.copyOfRange(bytes, from, end);
        int value = new String(tail, StandardCharsets.ISO_8859_1).lastIndexOf("spanflame.seal");
        Arrays.fill(tail, value + 14 + 2 + 16, value + 14 + 2 + 24, (byte) '0');
        FooterSeal.seal(tail, tail.length);
        System.arraycopy(tail, 0, bytes, from, tail.length);
        return true;
    }

    @Test
    void damagedIndexBytesAreCorrupt() {
        Random random = new Random(5);
        for (int round = 0; round < ROUNDS; round++) {
            byte[] bytes = TableIndexFormat.toBytes(
                    FILES.get(random.nextInt(FILES.size())).index());
            byte[] damaged = random.nextInt(6) == 0
                    ? Mutations.resize(bytes, random)
                    : Mutations.mutate(bytes, 0, bytes.length, random);
            if (!Arrays.equals(damaged, bytes)) {
                assertThatThrownBy(() -> TableIndexFormat.parse("damaged-file", damaged))
                        .isInstanceOfSatisfying(
                                BackendException.class,
                                e -> assertThat(e.kind()).isEqualTo(ErrorKind.CORRUPT))
                        .hasMessageContaining("damaged-file");
            }
        }
    }

    @Test
    void maliciousIndexBytesWithRightChecksumsAreReadOrRefused() throws IOException {
        Random random = new Random(6);
        int refused = 0;
        for (int round = 0; round < ROUNDS; round++) {
            TestTable.Written file = FILES.get(random.nextInt(FILES.size()));
            byte[] bytes = TableIndexFormat.toBytes(file.index());
            byte[] content = Arrays.copyOf(bytes, bytes.length - 4);
            byte[] damaged = random.nextInt(6) == 0
                    ? Mutations.resize(content, random)
                    : Mutations.mutate(content, 5, content.length, random);
            CRC32 crc = new CRC32();
            crc.update(damaged);
            byte[] sum = new byte[4];
            for (int i = 0; i < 4; i++) {
                sum[i] = (byte) (crc.getValue() >>> 8 * i);
            }
            byte[] forged = Mutations.join(damaged, sum);
            refused += isRefused(() -> digests(new TableReader(
                            "forged",
                            TableIndexFormat.parse("forged", forged),
                            RangeReader.of(file.bytes()),
                            ReadLimits.DEFAULT)))
                    ? 1
                    : 0;
        }
        assertThat(refused).isGreaterThan(ROUNDS / 4);
    }

    @Test
    void aFileThatIsNoTableIsRefusedWithItsName() {
        for (byte[] bytes : List.of(
                new byte[0], new byte[11], new byte[5000], "PAR1PAR1PAR1".getBytes(StandardCharsets.US_ASCII))) {
            assertThatThrownBy(() -> open(bytes))
                    .isInstanceOf(BackendException.class)
                    .hasMessageContaining("damaged-file");
        }
    }

    @Test
    void deeplyNestedAndEndlessThriftIsRefused() {
        byte[] nested = new byte[100_000];
        Arrays.fill(nested, (byte) 0x1c);
        byte[] lists = new byte[100_000];
        Arrays.fill(lists, (byte) 0x19);
        byte[] longList = {0x19, (byte) 0xfc, (byte) 0xff, (byte) 0xff, (byte) 0xff, 0x07};
        for (byte[] bytes : List.of(nested, lists, longList)) {
            ByteCursor cursor = new ByteCursor(Arrays.copyOf(bytes, bytes.length + 16), 0, bytes.length);
            assertThatThrownBy(() -> ThriftGuard.skipStructure(cursor, 1_000_000))
                    .isInstanceOf(DamagedException.class);
        }
    }
}
