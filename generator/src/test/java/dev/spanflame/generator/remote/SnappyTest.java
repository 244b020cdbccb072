package dev.spanflame.generator.remote;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Random;
import org.junit.jupiter.api.Test;

class SnappyTest {
    private final Snappy snappy = new Snappy();

    @Test
    void short_text_is_a_literal() {
        assertThat(snappy.compress("abc".getBytes(StandardCharsets.UTF_8))).containsExactly(3, 2 << 2, 'a', 'b', 'c');
        assertThat(snappy.compress(new byte[0])).containsExactly(0);
    }

    @Test
    void what_repeats_is_a_copy() {
        byte[] compressed = snappy.compress("abcdabcdabcdabcd".getBytes(StandardCharsets.UTF_8));

        // literal of 4, then a copy of 12 from 4 before
        assertThat(compressed).containsExactly(16, 3 << 2, 'a', 'b', 'c', 'd', 11 << 2 | 2, 4, 0);
    }

    @Test
    void everything_comes_back() {
        Random random = new Random(17);
        for (int i = 0; i < 300; i++) {
            byte[] source = new byte[random.nextInt(1 << random.nextInt(20))];
            int kinds = 1 + random.nextInt(200);
            for (int at = 0; at < source.length; at++) {
                source[at] = (byte) (random.nextInt(8) == 0 || at < 100 ? random.nextInt(kinds) : source[at - 50]);
            }
            assertThat(DecodedWrite.unsnappy(snappy.compress(source))).isEqualTo(source);
        }
    }
}
