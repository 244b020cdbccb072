package dev.spanflame.traceql.metrics.cells;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;

/// What is listed and what is counted for all slots is told alike.
final class SlotCountsTest {
    private static final int SLOTS = 40;

    @Test
    void countsAsAnArrayDoes() {
        Random random = new Random(7);
        SlotCounts counts = new SlotCounts(SLOTS);
        long[] expected = new long[SLOTS];
        for (int step = 0; step < 60; step++) {
            int slot = random.nextInt(random.nextInt(SLOTS) + 1);
            int count = 1 + random.nextInt(5);
            counts.add(slot, count);
            expected[slot] += count;
            int from = random.nextInt(SLOTS);
            int to = from + random.nextInt(SLOTS - from + 1);

            assertThat(counts.sum()).isEqualTo(Arrays.stream(expected).sum());
            assertThat(counts.sumOfFirstHalf())
                    .isEqualTo(Arrays.stream(expected, 0, SLOTS / 2).sum());
            assertThat(counts.bySlot(from, to)).isEqualTo(Arrays.copyOfRange(expected, from, to));
        }
    }

    @Test
    void fewSlotsTakeLittleAndManyNoMoreThanOneEach() {
        SlotCounts few = new SlotCounts(10_000);
        few.add(9_999, 3);
        assertThat(few.bytes()).isLessThan(100);

        SlotCounts many = new SlotCounts(SLOTS);
        for (int turn = 0; turn < 1000; turn++) {
            many.add(turn % SLOTS, 1);
        }
        assertThat(many.bytes()).isEqualTo(8 * SLOTS);
    }
}
