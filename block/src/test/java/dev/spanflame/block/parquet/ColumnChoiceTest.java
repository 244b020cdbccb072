package dev.spanflame.block.parquet;

import static org.assertj.core.api.Assertions.assertThat;

import dev.spanflame.block.column.ColumnData;
import dev.spanflame.block.column.ColumnValues;
import dev.spanflame.block.parquet.table.ColumnEncoding;
import dev.spanflame.block.parquet.table.ColumnSpec;
import dev.spanflame.block.parquet.table.LogicalType;
import dev.spanflame.block.parquet.table.PhysicalType;
import dev.spanflame.block.parquet.table.TableIndex;
import dev.spanflame.block.parquet.table.TableSchema;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.function.IntToLongFunction;
import org.junit.jupiter.api.Test;

final class ColumnChoiceTest {
    private static final int ROWS = 8_000;

    private final ColumnChoice choice = new ColumnChoice();
    private final Random random = new Random(4);

    private void tried(int values, long bytes) {
        choice.begin(values);
        choice.found(new ValueEncoder.Ids(new int[0], 0, 16));
        choice.found(PageCompressor.Effort.of(3));
        choice.end(bytes);
    }

    @Test
    void isKeptForChunksOfAboutTheSameSize() {
        tried(1_000, 500);
        choice.begin(1_900);
        assertThat(choice.encoding()).isEqualTo(ColumnEncoding.DICTIONARY);
        assertThat(choice.isPadded()).isTrue();
        assertThat(choice.effort()).isEqualTo(PageCompressor.Effort.of(3));
        choice.end(1_000);
        choice.begin(0);
        choice.end(0);
        choice.begin(10);
        assertThat(choice.encoding()).isEqualTo(ColumnEncoding.DICTIONARY);
    }

    @Test
    void isForgottenWhenValuesBecomeLargerOrSmaller() {
        for (long bytes : new long[] {435, 565}) {
            tried(1_000, 500);
            choice.begin(1_000);
            choice.end(bytes);
            choice.begin(1_000);
            assertThat(choice.encoding()).isNull();
            assertThat(choice.effort()).isNull();
        }
    }

    @Test
    void ofFewValuesSaysNothingOfMany() {
        tried(1_000, 500);
        choice.begin(2_001);
        assertThat(choice.encoding()).isNull();
    }

    @Test
    void aRowGroupUnlikeTheOneBeforeIsReadAndTheNextOneTriedAnew() throws IOException {
        long[] last = {0};
        long[] few = random.longs(20).toArray();
        IntToLongFunction times = _ -> last[0] += random.nextInt(1000);
        IntToLongFunction repeated = _ -> few[random.nextInt(20)];
        List<List<ColumnData>> groups = List.of(column(times), column(times), column(repeated), column(repeated));
        TestTable.Written written =
                new TestTable("column", schema(PhysicalType.INT64), groups, WriteOptions.DEFAULT).write();

        assertThat(encodings(written.index()))
                .containsExactly(
                        ColumnEncoding.DELTA, ColumnEncoding.DELTA, ColumnEncoding.DELTA, ColumnEncoding.DICTIONARY);
        TableReader table = written.open("column");
        for (int group = 0; group < groups.size(); group++) {
            ColumnValues.Longs expected =
                    (ColumnValues.Longs) groups.get(group).getFirst().values();
            ColumnValues.Longs read = (ColumnValues.Longs) table.read(group, 0).values();
            assertThat(Arrays.copyOf(read.values(), ROWS)).isEqualTo(expected.values());
        }
    }

    @Test
    void numbersThatNoLongerRepeatLoseTheirDictionaryAtOnce() throws IOException {
        long[] few = random.longs(20).toArray();
        List<List<ColumnData>> groups = List.of(column(_ -> few[random.nextInt(20)]), column(_ -> random.nextLong()));
        TestTable table = new TestTable("column", schema(PhysicalType.INT64), groups, WriteOptions.DEFAULT);

        assertThat(encodings(table.write().index())).containsExactly(ColumnEncoding.DICTIONARY, ColumnEncoding.PLAIN);
    }

    private static TableSchema schema(PhysicalType type) {
        return new TableSchema(List.of(ColumnSpec.required("column", type, LogicalType.NONE)));
    }

    private static List<ColumnData> column(IntToLongFunction value) {
        long[] values = new long[ROWS];
        Arrays.setAll(values, value);
        return List.of(ColumnData.full(new ColumnValues.Longs(values, ROWS)));
    }

    private static List<ColumnEncoding> encodings(TableIndex index) {
        return index.groups().stream().map(group -> group.chunk(0).encoding()).toList();
    }
}
