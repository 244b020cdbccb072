package dev.spanflame.block.wal;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashSet;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

class SequenceSetTest {
    @Test
    void tellsNewNumbersFromOldOnes() {
        Random random = new Random(3);
        SequenceSet sequences = new SequenceSet();
        Set<Long> expected = new HashSet<>();
        for (int i = 0; i < 20_000; i++) {
            long sequence = random.nextInt(5_000) - 2_500L;
            assertThat(sequences.add(sequence)).isEqualTo(expected.add(sequence));
        }
    }

    @Test
    void keepsOneRangeForARunInAnyOrder() {
        SequenceSet sequences = new SequenceSet();
        for (long odd = 1; odd < 1_000; odd += 2) {
            sequences.add(odd);
        }
        assertThat(sequences.ranges()).isEqualTo(500);
        for (long even = 2; even < 1_000; even += 2) {
            sequences.add(even);
        }
        assertThat(sequences.ranges()).isEqualTo(1);
    }
}
