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

    @Test
    void ofSeveralIdsTheFirstThatIsMissingIsToldWhetherTheyAreInARowOrNot() {
        for (long last : new long[] {4, 1_000}) {
            IdIndex index = new IdIndex();
            for (long id : new long[] {1, 2, 3, last}) {
                assertThat(index.add(id)).isTrue();
            }
            int[] rows = new int[4];
            assertThat(index.find(new long[] {last, 1, 3, 0}, 3, rows)).isEqualTo(3);
            assertThat(rows).startsWith(3, 0, 2);
            for (long missing : new long[] {0, -1, 5, 1L << 32 | 1, Long.MIN_VALUE, Long.MAX_VALUE}) {
                assertThat(index.find(new long[] {1, 2, missing, 3}, 4, rows)).isEqualTo(2);
                assertThat(index.find(new long[] {missing}, 1, rows)).isZero();
            }
        }
    }
}
