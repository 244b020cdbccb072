package dev.spanflame.block.parquet.encoding;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.spanflame.block.column.ByteStrings;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;

final class NumbersTest {
    private static ByteCursor cursor(ByteBuilder bytes) {
        return new ByteCursor(Arrays.copyOf(bytes.array(), bytes.size() + ByteCursor.SPARE), 0, bytes.size());
    }

    private static long[] values(Random random, int count, int width) {
        long[] values = new long[count];
        int bits = 1 + random.nextInt(8 * width);
        boolean ascending = random.nextBoolean();
        for (int i = 0; i < count; i++) {
            long step = random.nextLong() >>> 64 - bits;
            values[i] =
                    ascending && i > 0 ? values[i - 1] + step : step - (random.nextInt(3) == 0 ? 1L << bits - 1 : 0);
            values[i] = width == 4 ? (int) values[i] : values[i];
        }
        return values;
    }

    @Test
    void deltasOfNumbersComeBack() throws DamagedException {
        Random random = new Random(1);
        DeltaEncoder encoder = new DeltaEncoder();
        for (int round = 0; round < 3000; round++) {
            int width = random.nextBoolean() ? 4 : 8;
            long[] values = values(random, random.nextInt(700), width);
            ByteBuilder out = new ByteBuilder(16);
            encoder.encode(values, 0, values.length, width, out);
            long[] decoded = new long[values.length + 2];
            DeltaDecoder.decode(cursor(out), width, decoded, 2, values.length);
            assertThat(Arrays.copyOfRange(decoded, 2, decoded.length)).isEqualTo(values);
        }
    }

    @Test
    void deltasWrapAround() throws DamagedException {
        long[] values = {Long.MIN_VALUE, Long.MAX_VALUE, 0, Long.MIN_VALUE, -1, Long.MAX_VALUE};
        ByteBuilder out = new ByteBuilder(16);
        new DeltaEncoder().encode(values, 0, values.length, 8, out);
        long[] decoded = new long[values.length];
        DeltaDecoder.decode(cursor(out), 8, decoded, 0, values.length);
        assertThat(decoded).isEqualTo(values);
    }

    @Test
    void splitNumbersHaveAllFirstBytesFirst() throws DamagedException {
        Random random = new Random(2);
        for (int round = 0; round < 1000; round++) {
            int width = random.nextBoolean() ? 4 : 8;
            long[] values = values(random, random.nextInt(100), width);
            ByteBuilder out = new ByteBuilder(16);
            out.putByte(7);
            ByteSplit.encode(values, 0, values.length, width, out);
            assertThat(out.size()).isEqualTo(1 + values.length * width);
            for (int i = 0; i < values.length; i++) {
                for (int plane = 0; plane < width; plane++) {
                    assertThat(out.array()[1 + plane * values.length + i]).isEqualTo((byte) (values[i] >>> 8 * plane));
                }
            }
            long[] decoded = new long[values.length + 1];
            ByteCursor in = cursor(out);
            in.readByte();
            ByteSplit.decode(in, width, decoded, 1, values.length);
            assertThat(Arrays.copyOfRange(decoded, 1, decoded.length)).isEqualTo(values);
        }
    }

    @Test
    void plainNumbersIdsAndTruthValuesComeBack() throws DamagedException {
        Random random = new Random(3);
        for (int round = 0; round < 300; round++) {
            int count = random.nextInt(50);
            long[] values = values(random, count, 4);
            long[] bits = Arrays.stream(values).map(value -> value & 1).toArray();
            ByteBuilder out = new ByteBuilder(16);
            PlainNumbers.encode(values, 0, count, 4, out);
            PlainNumbers.encodeIds(values, 0, count, out);
            PlainNumbers.encodeIds(values, bits, 0, count, out);
            PlainNumbers.encodeBits(bits, 0, count, out);
            PlainNumbers.encode(values, 0, count, 8, out);
            ByteCursor in = cursor(out);
            long[] decoded = new long[count];
            long[] other = new long[count];
            PlainNumbers.decode(in, 4, decoded, 0, count);
            assertThat(decoded).isEqualTo(values);
            PlainNumbers.decodeIds(in, decoded, 0, count);
            assertThat(decoded).isEqualTo(values);
            PlainNumbers.decodeIds(in, decoded, other, 0, count);
            assertThat(decoded).isEqualTo(values);
            assertThat(other).isEqualTo(bits);
            PlainNumbers.decodeBits(in, decoded, 0, count);
            assertThat(decoded).isEqualTo(bits);
            PlainNumbers.decode(in, 8, decoded, 0, count);
            assertThat(decoded).isEqualTo(values);
            in.requireEnd();
        }
    }

    @Test
    void idsHaveTheirHighestByteFirst() {
        ByteBuilder out = new ByteBuilder(16);
        PlainNumbers.encodeIds(new long[] {0x0102_0304_0506_0708L}, 0, 1, out);
        assertThat(out.toByteArray()).containsExactly(1, 2, 3, 4, 5, 6, 7, 8);
    }

    @Test
    void textsOfAnyLengthComeBack() throws DamagedException {
        String[] texts = {"", "a", "0123456789abcdef", "0123456789abcdefg", "é".repeat(500), "", "x"};
        ByteStrings entries = ByteStrings.of(texts);
        ByteBuilder out = new ByteBuilder(16);
        PlainTexts.encode(entries, new int[] {6, 5, 4, 3, 2, 1, 0}, 1, 7, out);
        TextBuilder target = new TextBuilder();
        PlainTexts.decode(cursor(out), 6, target);
        for (int i = 0; i < 6; i++) {
            assertThat(target.strings().text(i)).isEqualTo(texts[5 - i]);
        }
    }

    @Test
    void whatCannotBeIsRefused() {
        ByteBuilder three = new ByteBuilder(16);
        three.putBytes(new byte[] {1, 2, 3}, 0, 3);
        long[] target = new long[4];
        assertThatThrownBy(() -> PlainNumbers.decode(cursor(three), 4, target, 0, 1))
                .isInstanceOf(DamagedException.class);
        assertThatThrownBy(() -> ByteSplit.decode(cursor(three), 4, target, 0, 1))
                .isInstanceOf(DamagedException.class);
        assertThatThrownBy(() -> PlainTexts.decode(cursor(three), 1, new TextBuilder()))
                .isInstanceOf(DamagedException.class);
        assertThatThrownBy(() -> DeltaDecoder.decode(cursor(three), 8, target, 0, 1))
                .isInstanceOf(DamagedException.class);
        ByteBuilder negative = new ByteBuilder(16);
        negative.putInt(-1);
        assertThatThrownBy(() -> PlainTexts.decode(cursor(negative), 1, new TextBuilder()))
                .isInstanceOf(DamagedException.class);
        ByteBuilder greedy = new ByteBuilder(64);
        greedy.putInt(8);
        greedy.putLong(0);
        assertThatThrownBy(() -> PlainTexts.decode(cursor(greedy), 3, new TextBuilder()))
                .isInstanceOf(DamagedException.class)
                .hasMessageContaining("leaves no room");
    }
}
