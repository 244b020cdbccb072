package dev.spanflame.agent.convert;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.util.Random;
import org.junit.jupiter.api.Test;

/// Names kept from profile to profile, and numbers that come again.
class FunctionNamesTest {
    private final FunctionNames names = new FunctionNames();

    private int number(String owner, String method) {
        return names.number(owner.getBytes(StandardCharsets.UTF_8), method.getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void a_function_has_one_number_in_all_profiles() {
        for (int i = 0; i < 10_000; i++) {
            assertThat(number("a/Shop" + i, "sell")).isEqualTo(i);
        }
        for (int i = 0; i < 10_000; i++) {
            assertThat(number("a/Shop" + i, "sell")).isEqualTo(i);
            assertThat(names.text(i)).isEqualTo("a/Shop" + i + ".sell");
        }
        assertThat(names.parks(number("jdk/internal/misc/Unsafe", "park"))).isTrue();
        assertThat(names.parks(number("", "park"))).isFalse();
        assertThat(names.text(number("", "memcpy"))).isEqualTo("memcpy");
    }

    @Test
    void what_is_known_is_found_without_memory() {
        byte[] owner = "a/Shop".getBytes(StandardCharsets.UTF_8);
        byte[] method = "sell".getBytes(StandardCharsets.UTF_8);
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        LongNumbers numbers = new LongNumbers();
        for (int i = 0; i < 1000; i++) {
            names.number(owner, method);
            numbers.numberOf(i % 100);
        }
        long before = threads.getThreadAllocatedBytes(Thread.currentThread().getId());
        long sum = 0;
        for (int i = 0; i < 100_000; i++) {
            sum += names.number(owner, method) + numbers.numberOf(i % 100);
        }
        long after = threads.getThreadAllocatedBytes(Thread.currentThread().getId());

        assertThat(sum).isPositive();
        assertThat(after - before).isLessThan(100_000);
    }

    @Test
    void names_without_end_take_bounded_memory() {
        int most = 0;
        for (int i = 0; i < 1_000_000; i++) {
            number("a/Made" + i, "call");
            if (i % 1000 == 0) {
                names.trim();
            }
            most = Math.max(most, names.size());
        }

        assertThat(most).isLessThan(FunctionNames.MAX_BYTES / 64);
        assertThat(number("b/First", "call")).isEqualTo(names.size() - 1);
    }

    @Test
    void keys_are_numbered_in_the_order_they_come() {
        LongNumbers numbers = new LongNumbers();
        Random random = new Random(1);
        for (int round = 0; round < 3; round++) {
            long[] keys = random.longs(50_000).distinct().toArray();
            for (int i = 0; i < keys.length; i++) {
                assertThat(numbers.numberOf(keys[i])).isEqualTo(i);
            }
            for (int i = 0; i < keys.length; i += 7) {
                assertThat(numbers.numberOf(keys[i])).isEqualTo(i);
                assertThat(numbers.key(i)).isEqualTo(keys[i]);
            }
            assertThat(numbers.size()).isEqualTo(keys.length);
            numbers.clear();
        }
    }
}
