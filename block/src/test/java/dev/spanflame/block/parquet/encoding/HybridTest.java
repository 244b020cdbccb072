package dev.spanflame.block.parquet.encoding;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.spanflame.block.column.Presence;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;

final class HybridTest {
    private static ByteCursor cursor(ByteBuilder bytes) {
        return new ByteCursor(Arrays.copyOf(bytes.array(), bytes.size() + ByteCursor.SPARE), 0, bytes.size());
    }

    private static ByteCursor cursor(int... bytes) {
        ByteBuilder out = new ByteBuilder(16);
        for (int each : bytes) {
            out.putByte(each);
        }
        return cursor(out);
    }

    @Test
    void numbersOfEveryWidthComeBack() throws DamagedException {
        Random random = new Random(1);
        for (int width = 1; width <= 31; width++) {
            for (int round = 0; round < 60; round++) {
                int[] values = values(random, width, random.nextInt(400));
                ByteBuilder out = new ByteBuilder(16);
                HybridEncoder.encode(values, 0, values.length, width, out);
                int[] decoded = new int[values.length + 3];
                HybridDecoder.decode(cursor(out), width, decoded, 3, values.length);
                assertThat(Arrays.copyOfRange(decoded, 3, decoded.length)).isEqualTo(values);
            }
        }
    }

    private static int[] values(Random random, int width, int count) {
        int[] values = new int[count];
        int runPercent = random.nextInt(101);
        int last = 0;
        for (int i = 0; i < count; i++) {
            if (random.nextInt(100) >= runPercent) {
                last = random.nextInt() & (int) ((1L << width) - 1);
            }
            values[i] = last;
        }
        return values;
    }

    @Test
    void aLongRunTakesAFewBytes() {
        int[] values = new int[8192];
        Arrays.fill(values, 5);
        ByteBuilder out = new ByteBuilder(16);
        HybridEncoder.encode(values, 0, values.length, 8, out);
        assertThat(out.size()).isEqualTo(4);
    }

    @Test
    void aRunIsFoundWhereverItBegins() {
        for (int begin = 0; begin < 40; begin++) {
            int[] values = new int[100];
            Arrays.setAll(values, i -> i);
            Arrays.fill(values, begin, begin + 31, 999);
            ByteBuilder out = new ByteBuilder(16);
            HybridEncoder.encode(values, 0, values.length, 16, out);
            // The run takes 3 bytes and leaves at most 7 of its numbers to the groups before it.
            assertThat(out.size()).isLessThanOrEqualTo(2 * (100 - 31 + 7 + 7) + 3 + 2 * 2);
        }
    }

    @Test
    void aRunOfRowsWithoutValueIsFoundWhereverItBegins() {
        for (int begin = 0; begin < 20; begin++) {
            byte[] bytes = new byte[120];
            Arrays.fill(bytes, (byte) 0x55);
            Arrays.fill(bytes, begin, begin + 72, (byte) 0);
            long[] words = new long[15];
            ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).asLongBuffer().get(words);
            ByteBuilder out = new ByteBuilder(16);
            new PresenceEncoder().encode(Presence.of(960, words), 0, 960, out);
            int parts = begin == 0 ? 1 : 2;
            assertThat(out.size()).isEqualTo(4 + 48 + parts + 3);
        }
    }

    @Test
    void presenceComesBackFromAnyRowToAnyRow() throws DamagedException {
        Random random = new Random(2);
        PresenceEncoder encoder = new PresenceEncoder();
        for (int round = 0; round < 2000; round++) {
            int rows = 1 + random.nextInt(600);
            Presence presence = presence(random, rows);
            int from = random.nextInt(rows);
            int to = from + 1 + random.nextInt(rows - from);
            ByteBuilder out = new ByteBuilder(16);
            encoder.encode(presence, from, to, out);
            ByteCursor in = cursor(out);
            assertThat(in.readInt()).isEqualTo(in.remaining());
            int before = random.nextInt(100);
            long[] bits = new long[Presence.words(before + to - from) + 1];
            int count = PresenceDecoder.decode(in, bits, before, to - from);
            assertThat(count).isEqualTo(presence.rank(to) - presence.rank(from));
            for (int row = from; row < to; row++) {
                int bit = before + row - from;
                assertThat((bits[bit >>> 6] >>> bit & 1) == 1).isEqualTo(presence.has(row));
            }
            assertThat(Arrays.stream(bits).map(Long::bitCount).sum()).isEqualTo(count);
        }
    }

    private static Presence presence(Random random, int rows) {
        long[] words = new long[Presence.words(rows)];
        boolean present = random.nextBoolean();
        int change = 1 + random.nextInt(1 << random.nextInt(9));
        for (int row = 0; row < rows; row++) {
            present ^= random.nextInt(change) == 0;
            words[row >>> 6] |= present ? 1L << row : 0;
        }
        return Presence.of(rows, words);
    }

    @Test
    void slicesOfPresenceAreItsRows() {
        Random random = new Random(3);
        for (int round = 0; round < 1000; round++) {
            int rows = 1 + random.nextInt(300);
            Presence presence = presence(random, rows);
            int from = random.nextInt(rows + 1);
            int to = from + random.nextInt(rows - from + 1);
            Presence slice = presence.slice(from, to);
            assertThat(slice.rows()).isEqualTo(to - from);
            assertThat(slice.count()).isEqualTo(presence.rank(to) - presence.rank(from));
            for (int row = from; row < to; row++) {
                assertThat(slice.has(row - from)).isEqualTo(presence.has(row));
            }
        }
    }

    @Test
    void whatCannotBeIsRefused() {
        int[] target = new int[8];
        // Run of 0, run too long, value wider than the width, groups of 0, too many groups, cut, bytes left over.
        for (ByteCursor in : new ByteCursor[] {
            cursor(0, 1),
            cursor(18, 1),
            cursor(16, 8),
            cursor(1),
            cursor(5, 0, 0, 0, 0, 0, 0),
            cursor(3, 0),
            cursor(16, 1, 0),
            cursor(0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff),
            cursor()
        }) {
            assertThatThrownBy(() -> HybridDecoder.decode(in, 3, target, 0, 8)).isInstanceOf(DamagedException.class);
        }
        assertThatThrownBy(() -> PresenceDecoder.decode(cursor(16, 2), new long[2], 0, 8))
                .isInstanceOf(DamagedException.class);
        assertThatThrownBy(() -> PresenceDecoder.decode(cursor(18, 1), new long[2], 0, 8))
                .isInstanceOf(DamagedException.class);
        assertThatThrownBy(() -> PresenceDecoder.decode(cursor(5, 1, 1), new long[2], 0, 8))
                .isInstanceOf(DamagedException.class);
    }

    @Test
    void idsOutsideOfTheDictionaryAreRefused() throws DamagedException {
        HybridDecoder.requireBelow(new int[] {0, 4, 2}, 0, 3, 5);
        for (int id : new int[] {5, Integer.MAX_VALUE, -1, Integer.MIN_VALUE}) {
            assertThatThrownBy(() -> HybridDecoder.requireBelow(new int[] {0, id, 2}, 0, 3, 5))
                    .isInstanceOf(DamagedException.class);
        }
    }
}
