package dev.spanflame.block.profile;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;

class TotalCountsTest {
    @Test
    void theFloorKeepsNoMoreThanAskedForAndNearlyAsMany() {
        for (int seed = 0; seed < 100; seed++) {
            Random random = new Random(seed);
            long[] totals = random.longs(5000, 1, 1L << 1 + random.nextInt(62)).toArray();
            TotalCounts counts = new TotalCounts();
            Arrays.stream(totals).forEach(counts::add);
            int most = 1 + random.nextInt(6000);
            long floor = counts.floor(most);
            assertThat(Arrays.stream(totals).filter(total -> total >= floor).count())
                    .isLessThanOrEqualTo(most);
            if (floor > 0) {
                long lower = floor - floor / 8 - 1;
                assertThat(Arrays.stream(totals).filter(total -> total >= lower).count())
                        .isGreaterThan(most);
            } else {
                assertThat(most).isGreaterThanOrEqualTo(totals.length);
            }
        }
    }

    @Test
    void theLargestTotalsHaveABucket() {
        TotalCounts counts = new TotalCounts();
        counts.add(Long.MAX_VALUE);
        counts.add(1);
        assertThat(counts.floor(1)).isBetween(2L, Long.MAX_VALUE);
        assertThat(counts.floor(0)).isEqualTo(Long.MAX_VALUE);
        assertThat(counts.floor(2)).isZero();
    }
}
