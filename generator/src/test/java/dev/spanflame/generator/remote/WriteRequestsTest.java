package dev.spanflame.generator.remote;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Random;
import org.junit.jupiter.api.Test;

class WriteRequestsTest {
    @Test
    void short_text_is_a_literal_of_the_block_format() {
        assertThat(WriteRequests.compressed("abc".getBytes(StandardCharsets.UTF_8)))
                .containsExactly(3, 2 << 2, 'a', 'b', 'c');
    }

    @Test
    void everything_that_is_compressed_comes_back() {
        Random random = new Random(17);
        for (int i = 0; i < 300; i++) {
            byte[] source = new byte[random.nextInt(1 << random.nextInt(20))];
            int kinds = 1 + random.nextInt(200);
            for (int at = 0; at < source.length; at++) {
                source[at] = (byte) (random.nextInt(8) == 0 || at < 100 ? random.nextInt(kinds) : source[at - 50]);
            }
            assertThat(DecodedWrite.unsnappy(WriteRequests.compressed(source))).isEqualTo(source);
        }
    }
}
