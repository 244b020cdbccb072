package dev.spanflame.proto.columns;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import java.math.BigInteger;
import java.time.Duration;
import org.junit.jupiter.api.Test;

final class IdIndexTest {
    private static final int COUNT = 300_000;
    private static final long INVERSE_OF_KNOWN = BigInteger.valueOf(0x9E3779B97F4A7C15L)
            .modInverse(BigInteger.ONE.shiftLeft(64))
            .longValue();

    /// An id that a multiplication by the known factor would bring to `place`.
    private static long colliding(long place) {
        long mixed = place * INVERSE_OF_KNOWN;
        return mixed ^ mixed >>> 32;
    }

    @Test
    void idsThatWouldFallOnOneSlotOfAKnownHashAreFoundQuickly() {
        IdIndex index = new IdIndex();

        assertTimeoutPreemptively(Duration.ofSeconds(10), () -> {
            for (int i = 0; i < COUNT; i++) {
                assertThat(index.add(colliding(i + 2L))).isTrue();
            }
            for (int i = 0; i < COUNT; i++) {
                assertThat(index.find(colliding(i + 2L))).isEqualTo(i);
            }
        });
        assertThat(index.find(colliding(1))).isEqualTo(-1);
    }
}
