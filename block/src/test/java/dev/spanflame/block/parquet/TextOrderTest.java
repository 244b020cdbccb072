package dev.spanflame.block.parquet;

import static org.assertj.core.api.Assertions.assertThat;

import dev.spanflame.block.parquet.encoding.ByteBuilder;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;

final class TextOrderTest {
    private final Random random = new Random(4);
    private final TextOrder order = new TextOrder();

    /// Sorts `texts` and checks that each got the number of the place where it is now.
    private byte[][] sorted(byte[][] texts) {
        ByteBuilder plain = plain(texts);
        int[] numbers = order.sort(plain, texts.length);
        byte[][] moved = new byte[texts.length][];
        for (int i = 0; i < texts.length; i++) {
            moved[numbers[i]] = texts[i];
        }
        assertThat(plain.toByteArray()).isEqualTo(plain(moved).toByteArray());
        return moved;
    }

    private static ByteBuilder plain(byte[][] texts) {
        ByteBuilder plain = new ByteBuilder(16);
        for (byte[] text : texts) {
            plain.putInt(text.length);
            plain.putBytes(text, 0, text.length);
        }
        return plain;
    }

    @Test
    void textsStandInTheOrderOfTheirUnsignedBytes() {
        for (int round = 0; round < 200; round++) {
            byte[][] texts = new byte[random.nextInt(60)][];
            for (int i = 0; i < texts.length; i++) {
                texts[i] = new byte[1 + random.nextInt(12)];
                for (int k = 0; k < texts[i].length; k++) {
                    texts[i][k] = (byte) (random.nextBoolean() ? 'a' : 1 + random.nextInt(255));
                }
            }
            byte[][] expected = texts.clone();
            Arrays.sort(expected, Arrays::compareUnsigned);
            assertThat(sorted(texts)).isDeepEqualTo(expected);
        }
    }

    @Test
    void textsThatAgreeForLongAndZerosAtTheEndAreKept() {
        byte[] beginning = new byte[20_000];
        byte[][] texts = {Arrays.copyOf(beginning, 20_001), {}, {0}, beginning, {0, 0}, {1}, {0, 0, 0, 0, 0}};
        byte[][] sorted = sorted(texts);
        assertThat(sorted[texts.length - 1]).isEqualTo(new byte[] {1});
    }
}
