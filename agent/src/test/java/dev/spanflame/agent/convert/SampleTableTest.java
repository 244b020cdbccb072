package dev.spanflame.agent.convert;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

class SampleTableTest {
    @Test
    void sums_are_those_of_a_map() {
        SampleTable table = new SampleTable();
        Map<String, Long> expected = new HashMap<>();
        Random random = new Random(7);
        for (int i = 0; i < 50_000; i++) {
            int stack = random.nextInt(3000) - 10;
            int context = random.nextInt(3);
            long amount = random.nextInt(1000);
            table.add(stack, context, 1, amount);
            expected.merge(stack + "/" + context + "/count", 1L, Long::sum);
            expected.merge(stack + "/" + context + "/amount", amount, Long::sum);
        }
        Map<String, Long> found = new HashMap<>();
        table.forEach((stack, context, count, amount) -> {
            found.put(stack + "/" + context + "/count", count);
            found.put(stack + "/" + context + "/amount", amount);
        });

        assertThat(found).isEqualTo(expected);
        assertThat(table.size()).isEqualTo(expected.size() / 2);
    }
}
