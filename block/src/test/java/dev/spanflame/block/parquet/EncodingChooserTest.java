package dev.spanflame.block.parquet;

import static org.assertj.core.api.Assertions.assertThat;

import dev.spanflame.block.column.ByteStrings;
import dev.spanflame.block.column.ColumnData;
import dev.spanflame.block.column.ColumnValues;
import dev.spanflame.block.column.Presence;
import dev.spanflame.block.parquet.table.ChunkIndex;
import dev.spanflame.block.parquet.table.ColumnEncoding;
import dev.spanflame.block.parquet.table.ColumnSpec;
import dev.spanflame.block.parquet.table.LogicalType;
import dev.spanflame.block.parquet.table.PageLayout;
import dev.spanflame.block.parquet.table.PhysicalType;
import dev.spanflame.block.parquet.table.TableSchema;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.function.IntToLongFunction;
import java.util.function.IntUnaryOperator;
import org.junit.jupiter.api.Test;

final class EncodingChooserTest {
    private static final int ROWS = 30_000;
    private final Random random = new Random(9);

    private static ChunkIndex numbers(IntToLongFunction value, WriteOptions options) throws IOException {
        long[] values = new long[ROWS];
        Arrays.setAll(values, value);
        return chunk(PhysicalType.INT64, new ColumnValues.Longs(values, ROWS), options);
    }

    private static ChunkIndex texts(String[] texts, IntUnaryOperator id, WriteOptions options) throws IOException {
        return writtenTexts(texts, id, options).index().group(0).chunk(0);
    }

    private static TestTable.Written writtenTexts(String[] texts, IntUnaryOperator id, WriteOptions options)
            throws IOException {
        int[] ids = new int[ROWS];
        Arrays.setAll(ids, id);
        return written(PhysicalType.BYTE_ARRAY, new ColumnValues.Texts(ids, ROWS, ByteStrings.of(texts)), options);
    }

    private static ChunkIndex chunk(PhysicalType type, ColumnValues values, WriteOptions options) throws IOException {
        return written(type, values, options).index().group(0).chunk(0);
    }

    private static TestTable.Written written(PhysicalType type, ColumnValues values, WriteOptions options)
            throws IOException {
        TableSchema schema = new TableSchema(List.of(ColumnSpec.required("column", type, LogicalType.NONE)));
        return new TestTable("column", schema, List.of(List.of(ColumnData.full(values))), options).write();
    }

    @Test
    void ascendingNumbersBecomeDifferences() throws IOException {
        long[] last = {0};
        ChunkIndex chunk = numbers(_ -> last[0] += random.nextInt(1000), WriteOptions.DEFAULT);
        assertThat(chunk.encoding()).isEqualTo(ColumnEncoding.DELTA);
    }

    @Test
    void durationsAreSplitUnlessThatIsSwitchedOff() throws IOException {
        IntToLongFunction duration = _ -> (long) Math.exp(random.nextGaussian() + 14);
        assertThat(numbers(duration, WriteOptions.DEFAULT).encoding()).isEqualTo(ColumnEncoding.BYTE_STREAM_SPLIT);
        assertThat(numbers(duration, WriteOptions.DEFAULT.withByteStreamSplit(false))
                        .encoding())
                .isNotEqualTo(ColumnEncoding.BYTE_STREAM_SPLIT);
    }

    @Test
    void bytesThatAreDistributedDifferentlyAreSmallerApart() throws IOException {
        ColumnValues values = new ColumnValues.Longs(
                random.longs(ROWS, 1L << 32, (1L << 32) + 3_000).toArray(), ROWS);
        WriteOptions shortPages = WriteOptions.DEFAULT.withLayout(new PageLayout(2_048, 8 << 20));
        int together = written(PhysicalType.INT64, values, shortPages).bytes().length;
        int apart = written(PhysicalType.INT64, values, shortPages.withStreamsApart())
                .bytes()
                .length;

        assertThat(apart).isLessThan(together * 95 / 100);
    }

    @Test
    void longStreamsAreAlwaysApart() throws IOException {
        ColumnValues values = new ColumnValues.Longs(
                random.doubles(ROWS).mapToLong(u -> (long) (-3e7 * Math.log(u))).toArray(), ROWS);
        WriteOptions together = WriteOptions.DEFAULT.withLayout(new PageLayout(4_095, 8 << 20));
        WriteOptions apart = WriteOptions.DEFAULT.withLayout(new PageLayout(4_096, 8 << 20));

        assertThat(written(PhysicalType.INT64, values, apart).bytes().length)
                .isLessThan(written(PhysicalType.INT64, values, together).bytes().length * 97 / 100);
    }

    @Test
    void whichRowsHaveAValueIsCompressedApartFromTheValues() throws IOException {
        String[] texts = new String[ROWS / 4];
        Arrays.setAll(texts, _ -> String.format("%016x", random.nextLong()));
        long[] words = new long[Presence.words(ROWS)];
        random.ints(0, ROWS).distinct().limit(texts.length).forEach(row -> words[row >>> 6] |= 1L << row);
        int[] ids = new int[texts.length];
        Arrays.setAll(ids, i -> i);
        ColumnData column = new ColumnData(
                Presence.of(ROWS, words), new ColumnValues.Texts(ids, ids.length, ByteStrings.of(texts)));
        TableSchema schema =
                new TableSchema(List.of(ColumnSpec.optional("column", PhysicalType.BYTE_ARRAY, LogicalType.STRING)));
        TestTable table = new TestTable("column", schema, List.of(List.of(column)), WriteOptions.DEFAULT);

        // 0.82 bits say of each row whether it has a value, and 64 of each value are random.
        int least = ROWS * 82 / 800 + texts.length * 8;
        assertThat(table.write().index().group(0).chunk(0).bytes().length()).isLessThan(least * 11 / 10);
    }

    @Test
    void aFewNumbersFarApartGetADictionary() throws IOException {
        long[] numbers = random.longs(20).toArray();
        assertThat(numbers(_ -> numbers[random.nextInt(20)], WriteOptions.DEFAULT)
                        .encoding())
                .isEqualTo(ColumnEncoding.DICTIONARY);
    }

    @Test
    void randomNumbersStayPlain() throws IOException {
        assertThat(numbers(_ -> random.nextLong(), WriteOptions.DEFAULT).encoding())
                .isEqualTo(ColumnEncoding.PLAIN);
    }

    @Test
    void theMiddleAndTheEndOfAColumnCountAsMuchAsItsStart() throws IOException {
        // The start alone would be best split: counts, then random numbers of which a few repeat.
        long[] numbers = random.longs(40).toArray();
        ChunkIndex chunk =
                numbers(row -> row < 3000 ? random.nextInt(100) : numbers[random.nextInt(40)], WriteOptions.DEFAULT);
        assertThat(chunk.encoding()).isEqualTo(ColumnEncoding.DICTIONARY);
    }

    @Test
    void textsGetADictionaryWhileLessThanThreeFifthsAreDistinct() throws IOException {
        String[] texts = new String[ROWS];
        Arrays.setAll(texts, i -> "text " + i * 7919L);
        assertThat(texts(texts, i -> i * 59 / 100, WriteOptions.DEFAULT).encoding())
                .isEqualTo(ColumnEncoding.DICTIONARY);
        assertThat(texts(texts, i -> i * 61 / 100, WriteOptions.DEFAULT).encoding())
                .isEqualTo(ColumnEncoding.PLAIN);
    }

    @Test
    void textsAreComparedByContentAndNotByTheirNumbers() throws IOException {
        String[] texts = new String[ROWS];
        Arrays.setAll(texts, i -> "text " + i % 10);
        ChunkIndex chunk = texts(texts, i -> i, WriteOptions.DEFAULT);
        assertThat(chunk.encoding()).isEqualTo(ColumnEncoding.DICTIONARY);
        assertThat(chunk.dictionaryBytes().length()).isLessThan(200);
    }

    @Test
    void aDictionaryLargerThanAllowedIsNotMade() throws IOException {
        String[] texts = new String[100];
        Arrays.setAll(texts, i -> Integer.toHexString(i).repeat(2000));
        WriteOptions small = new WriteOptions(PageLayout.DEFAULT, WriteOptions.DEFAULT.compression(), true, 100_000);
        assertThat(texts(texts, i -> i % 100, small).encoding()).isEqualTo(ColumnEncoding.PLAIN);
        assertThat(texts(texts, i -> i % 100, WriteOptions.DEFAULT).encoding()).isEqualTo(ColumnEncoding.DICTIONARY);
    }

    @Test
    void idsTakeWholeBytesWhereTheirPatternRepeats() throws IOException {
        String[] texts = new String[20];
        Arrays.setAll(texts, i -> "service " + i);
        // Call patterns of odd lengths one behind the other: with 5 bits an id no two of them look alike as bytes.
        int[][] patterns = new int[30][];
        Arrays.setAll(patterns, i -> random.ints(9 + 2 * (i % 8), 0, 20).toArray());
        int[] ids = new int[ROWS + 100];
        for (int at = 0; at < ROWS; ) {
            int[] pattern = patterns[random.nextInt(30)];
            System.arraycopy(pattern, 0, ids, at, pattern.length);
            at += pattern.length;
        }
        ChunkIndex repeating = texts(texts, i -> ids[i], WriteOptions.DEFAULT);
        assertThat(repeating.uncompressedBytes()).isGreaterThan(ROWS);
    }

    @Test
    void idsWithoutPatternTakeTheirBits() throws IOException {
        String[] texts = new String[4096];
        Arrays.setAll(texts, i -> "value " + i);
        long dictionaryBytes = 4096L * 16;
        ChunkIndex shuffled = texts(texts, _ -> random.nextInt(4096), WriteOptions.DEFAULT);
        assertThat(shuffled.uncompressedBytes()).isLessThan(ROWS * 12 / 8 + dictionaryBytes);
    }

    @Test
    void patienceSortsLargeDictionaries() throws IOException {
        String[] texts = new String[2_000];
        Arrays.setAll(texts, i -> "/api/v1/orders/" + i * 7919 % 2_000 + "/items");
        WriteOptions patient = WriteOptions.DEFAULT.withPatience();
        TableReader table = writtenTexts(texts, i -> i * 31 % 2_000, patient).open("column");

        List<String> entries = new ArrayList<>();
        ByteStrings dictionary = table.chunk(0, 0).entries().orElseThrow();
        for (int i = 0; i < dictionary.size(); i++) {
            entries.add(dictionary.text(i));
        }
        assertThat(entries).hasSize(2_000).isSorted();
        assertThat(writtenTexts(texts, i -> i * 31 % 2_000, WriteOptions.DEFAULT)
                        .index()
                        .group(0)
                        .chunk(0)
                        .dictionaryBytes()
                        .length())
                .isGreaterThan(table.index().group(0).chunk(0).dictionaryBytes().length() * 3 / 2);
        ColumnValues.Texts read = (ColumnValues.Texts) table.read(0, 0).values();
        for (int i = 0; i < ROWS; i++) {
            assertThat(read.entries().text(read.ids()[i])).isEqualTo(texts[i * 31 % 2_000]);
        }
    }

    @Test
    void patienceFindsWhatNumbersAndLongTextsRepeat() throws IOException {
        long[] calls = random.longs(40, 0, 120).toArray();
        long[] numbers = new long[ROWS];
        for (int at = 0; at < ROWS; ) {
            int from = random.nextInt(36);
            for (int i = from; i < from + 4 && at < ROWS; i++) {
                numbers[at++] = calls[i];
            }
        }
        ColumnValues values = new ColumnValues.Longs(numbers, ROWS);
        String[] traces = new String[ROWS];
        Arrays.setAll(traces, i -> stackTrace(random.nextInt(50)) + i);
        WriteOptions patient = WriteOptions.DEFAULT.withPatience();

        assertThat(written(PhysicalType.INT32, values, patient).bytes().length)
                .isLessThan(written(PhysicalType.INT32, values, WriteOptions.DEFAULT)
                                .bytes()
                                .length
                        * 95
                        / 100);
        assertThat(writtenTexts(traces, i -> i, patient).bytes().length)
                .isLessThan(writtenTexts(traces, i -> i, WriteOptions.DEFAULT).bytes().length * 95 / 100);
    }

    private static String stackTrace(int seed) {
        Random frames = new Random(seed);
        StringBuilder trace = new StringBuilder("java.lang.IllegalStateException");
        for (int i = 0; i < 12; i++) {
            trace.append("\n\tat dev.shop.orders.Service")
                    .append(frames.nextInt(900))
                    .append(".call");
        }
        return trace.toString();
    }
}
