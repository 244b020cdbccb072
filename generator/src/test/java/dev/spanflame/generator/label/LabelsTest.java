package dev.spanflame.generator.label;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LabelsTest {
    @ParameterizedTest
    @CsvSource({
        "deployment.environment, deployment_environment",
        "http.method, http_method",
        "a-b c, a_b_c",
        "0day, key_0day",
        "__name__, key__name__",
        "größe, gr__e",
        "service, __service",
        "span_kind, __span_kind",
        "span.kind, __span_kind",
        "le, __le"
    })
    void a_key_becomes_a_name_that_prometheus_takes(String key, String name) {
        assertThat(LabelNames.dimension(key)).isEqualTo(name);
    }

    @Test
    void only_the_target_information_keeps_job_and_instance_to_itself() {
        assertThat(LabelNames.ofTarget("job")).isEqualTo("__job");
        assertThat(LabelNames.dimension("job")).isEqualTo("job");
    }

    @ParameterizedTest
    @CsvSource({
        "0.002, 0.002",
        "16.384, 16.384",
        "5.0, 5",
        "1e-9, 0.000000001",
        "1e21, 1000000000000000000000",
        "0.0, 0",
        "-0.5, -0.5",
        "NaN, NaN",
        "Infinity, +Inf",
        "-Infinity, -Inf"
    })
    void numbers_have_no_exponent(double value, String text) {
        assertThat(Numbers.plain(value)).isEqualTo(text);
    }

    @Test
    void labels_are_sorted_and_without_empty_ones_and_the_last_of_a_name_counts() {
        LabelSet set = LabelSet.of(List.of(
                new Label("b", "1"), new Label("a", "2"), new Label("b", "3"), new Label("c", ""), new Label("a", "")));

        assertThat(set.labels()).containsExactly(new Label("a", "2"), new Label("b", "3"));
    }

    @Test
    void a_key_gives_back_its_values() {
        KeyBuffer key = new KeyBuffer();
        key.add("one".getBytes(StandardCharsets.UTF_8));
        key.begin();
        key.append(Long.MIN_VALUE);
        key.end();
        key.begin();
        key.append(-120);
        key.end();
        key.add(new byte[0]);

        assertThat(key.text(0)).isEqualTo("one");
        int second = key.next(0);
        assertThat(key.text(second)).isEqualTo("-9223372036854775808");
        int third = key.next(second);
        assertThat(key.text(third)).isEqualTo("-120");
        int fourth = key.next(third);
        assertThat(key.text(fourth)).isEmpty();
        assertThat(key.hasValue(key.next(fourth))).isFalse();
    }

    @Test
    void decimal_digits_are_those_of_the_jdk() {
        Random random = new Random(11);
        for (int i = 0; i < 2000; i++) {
            long number = random.nextLong() >> random.nextInt(64);
            KeyBuffer key = new KeyBuffer();
            key.begin();
            key.append(number);
            key.end();
            assertThat(key.text(0)).isEqualTo(Long.toString(number));
        }
    }

    @Test
    void a_long_value_is_cut_between_two_characters() {
        KeyBuffer key = new KeyBuffer();
        key.add(("x" + "é".repeat(2000)).getBytes(StandardCharsets.UTF_8));

        assertThat(key.text(0)).isEqualTo("x" + "é".repeat(1023));
    }

    @Test
    void a_map_finds_what_was_put_and_nothing_else() {
        Random random = new Random(5);
        KeyMap<String> map = new KeyMap<>();
        Map<String, String> expected = new HashMap<>();
        KeyBuffer key = new KeyBuffer();
        for (int i = 0; i < 5000; i++) {
            String text = "k" + random.nextInt(3000);
            fill(key, text);
            assertThat(map.get(key)).isEqualTo(expected.get(text));
            if (expected.putIfAbsent(text, "v" + i) == null) {
                map.put(key, "v" + i);
            }
        }
        map.removeIf(value -> value.endsWith("1"));
        expected.values().removeIf(value -> value.endsWith("1"));

        assertThat(map.size()).isEqualTo(expected.size());
        for (int i = 0; i < 3000; i++) {
            fill(key, "k" + i);
            assertThat(map.get(key)).isEqualTo(expected.get("k" + i));
        }
    }

    private static void fill(KeyBuffer key, String text) {
        key.clear();
        key.add(text.getBytes(StandardCharsets.UTF_8));
        key.add("same".getBytes(StandardCharsets.UTF_8));
    }
}
