package dev.spanflame.block.profile.trie;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Random;
import org.junit.jupiter.api.Test;

class ServiceNodesTest {
    @Test
    void sizesCountANodeAndAllBelow() {
        ServiceNodes nodes = ServiceNodes.of(new int[] {0, 1, 1, 3, 0}, new int[5]);
        assertThat(nodes.sizes()).containsExactly(4, 2, 1, 1, 1);
    }

    @Test
    void addsUpWhatLiesBelow() {
        for (int seed = 0; seed < 100; seed++) {
            int[] parents = SmallTrie.parents(new Random(seed));
            ServiceNodes nodes = ServiceNodes.of(parents, new int[parents.length]);
            long[] values = new Random(seed).longs(parents.length, 0, 50).toArray();
            long[] expected = values.clone();
            for (int node = parents.length - 1; node >= 0; node--) {
                if (parents[node] > 0) {
                    expected[node - parents[node]] += expected[node];
                }
            }
            nodes.addUp(values);
            assertThat(values).isEqualTo(expected);
        }
    }

    @Test
    void sumsThatAreTooLargeStayTheLargestNumber() {
        long[] values = {1, Long.MAX_VALUE, 7};
        ServiceNodes.of(new int[] {0, 1, 2}, new int[3]).addUp(values);
        assertThat(values).containsExactly(Long.MAX_VALUE, Long.MAX_VALUE, 7);
    }

    @Test
    void refusesNodesInAnotherOrder() {
        assertThatThrownBy(() -> ServiceNodes.of(new int[] {0, 0, 2}, new int[3]))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("node 2");
        assertThatThrownBy(() -> ServiceNodes.of(new int[] {0, 2}, new int[2]))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("2 rows above");
        assertThatThrownBy(() -> ServiceNodes.of(new int[] {0, -1}, new int[2]))
                .isInstanceOf(IllegalArgumentException.class);
        // siblings whose descendants are mixed
        assertThatThrownBy(() -> ServiceNodes.of(new int[] {0, 1, 2, 2, 2}, new int[5]))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
