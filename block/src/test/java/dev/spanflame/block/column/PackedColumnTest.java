package dev.spanflame.block.column;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class PackedColumnTest {
    private static final int COUNT = 10_007;

    private final SplittableRandom random = new SplittableRandom(7);

    @ParameterizedTest
    @CsvSource({"0, 0", "1, 1", "8, 1", "9, 2", "16, 2", "17, 4", "32, 4", "33, 6", "48, 6", "49, 8", "63, 8", "64, 8"})
    void numbersTakeAsManyBytesAsTheirDistancesAndComeBack(int bits, int bytes) {
        for (long least : new long[] {0, -1, 1_763_800_000_000_000_000L, Long.MIN_VALUE, Long.MAX_VALUE - 3}) {
            long[] values = random.longs(COUNT + 5)
                    .map(any -> bits == 0 ? least : least + (any >>> (Long.SIZE - bits)))
                    .toArray();
            values[1] = least;
            values[2] = bits == 0 ? least : least + (-1L >>> (Long.SIZE - bits));

            PackedColumn packed = PackedColumn.of(ColumnData.full(new ColumnValues.Longs(values, COUNT)));

            // beyond the largest number it goes on with the least, and distances become the largest there are
            boolean overflows = values[2] < least;
            assertThat(packed.memoryBytes() - overhead()).isEqualTo((long) (overflows ? Long.BYTES : bytes) * COUNT);
            assertThat(longs(packed)).isEqualTo(Arrays.copyOf(values, COUNT));
        }
    }

    @ParameterizedTest
    @CsvSource({"1, 0", "2, 1", "256, 1", "257, 2", "65536, 2", "65537, 4"})
    void numbersOfEntriesComeBack(int entries, int bytes) {
        int[] ids = random.ints(COUNT + 5, 0, entries).toArray();
        ids[3] = entries - 1;
        ByteStrings strings = ByteStrings.of("a", "b");

        PackedColumn packed = PackedColumn.of(ColumnData.full(new ColumnValues.Texts(ids, COUNT, strings)));
        ColumnValues.Texts texts = (ColumnValues.Texts) packed.unpack().values();

        assertThat(packed.memoryBytes() - overhead() - strings.memoryBytes()).isEqualTo((long) bytes * COUNT);
        assertThat(Arrays.copyOf(texts.ids(), texts.count())).isEqualTo(Arrays.copyOf(ids, COUNT));
        assertThat(texts.entries()).isSameAs(strings);
    }

    @Test
    void rowsWithoutValueStayWithout() {
        Presence presence = Presence.of(200, new long[] {5, 0, 1L << 63, 1});
        long[] values = {7, 9, -3, 4};

        ColumnData column = PackedColumn.of(new ColumnData(presence, new ColumnValues.Longs(values, 4)))
                .unpack();

        assertThat(column.presence()).isSameAs(presence);
        assertThat(column.memoryBytes()).isEqualTo(presence.memoryBytes() + 4L * Long.BYTES);
        assertThat(((ColumnValues.Longs) column.values()).values()).startsWith(7, 9, -3, 4);
    }

    @Test
    void columnsWithoutValuesAndLongIdsComeBack() {
        ColumnData none = new ColumnData(Presence.none(70), new ColumnValues.Longs(new long[0], 0));
        ColumnData ids = ColumnData.full(new ColumnValues.Wides(new long[] {1, 2}, new long[] {3, 4}, 2));

        assertThat(PackedColumn.of(none).unpack().values().count()).isZero();
        assertThat(PackedColumn.of(none).unpack().rows()).isEqualTo(70);
        assertThat(PackedColumn.of(ids).open().values()).isSameAs(ids.values());
    }

    private static long[] longs(PackedColumn packed) {
        ColumnValues.Longs longs = (ColumnValues.Longs) packed.unpack().values();
        return Arrays.copyOf(longs.values(), longs.count());
    }

    private static long overhead() {
        return Presence.all(COUNT).memoryBytes();
    }
}
