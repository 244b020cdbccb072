package dev.spanflame.block.profile.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import dev.spanflame.block.overrides.OverridesJson;
import dev.spanflame.block.profile.StackPattern;
import dev.spanflame.block.profile.selector.SelectorParser;
import dev.spanflame.proto.fuzz.Fuzzer;
import dev.spanflame.proto.fuzz.Fuzzer.Bounds;
import dev.spanflame.proto.fuzz.Fuzzer.Target;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

/// Selectors, expressions and overrides that callers write, damaged.
final class TextsFuzzTest {
    private static final int ROUNDS = 3_000;
    /// What RE2 lets go at once grows with the square of the length of a class, which is bounded.
    private static final Bounds OF_EXPRESSIONS = new Bounds(10, 1 << 30, 1_000);

    private static byte[] text(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static String of(byte[] bytes) {
        return new String(bytes, StandardCharsets.UTF_8);
    }

    @Test
    void selectorsAreReadOrRefused() throws Exception {
        Target selectors = new Target(
                "selector",
                bytes -> "matchers " + SelectorParser.parse(of(bytes)).size(),
                List.of("{", "}", "=~", "!=", "!~", ",", "\"", "\\u00e9", "`", "(a*)*", "{1000}"),
                ROUNDS,
                OF_EXPRESSIONS);

        Fuzzer.Tally tally = Fuzzer.run(
                selectors,
                List.of(
                        text("process_cpu:cpu:nanoseconds:cpu:nanoseconds{service_name=\"shop\", pod=~\"a|b.*\"}"),
                        text("{\"k8s.pod\"!=`x`, a!~\"[a-z]{2,30}\",}")));

        assertThat(tally.read()).isGreaterThan(2);
        assertThat(tally.refused()).isPositive();
    }

    @Test
    void expressionsAreReadOrRefused() throws Exception {
        Target patterns = new Target(
                "expression of functions",
                bytes -> "groups "
                        + StackPattern.Matching.parse(of(bytes)).expression().groupCount(),
                List.of("(", ")", "*", "{1000}", "[[:alpha:]]", "(?i)", "|", "\\p{Greek}", "\\Q"),
                ROUNDS,
                OF_EXPRESSIONS);

        Fuzzer.Tally tally =
                Fuzzer.run(patterns, List.of(text("^(shop|cart)\\.[A-Z]\\w+(?:x{2,5})?$"), text("(?i)parse.*json")));

        assertThat(tally.read()).isGreaterThan(2);
        assertThat(tally.refused()).isPositive();
    }

    @Test
    void overridesAreReadOrRefused() throws Exception {
        String json = """
                {"forwarders":[],"cost_attribution":{"dimensions":{"a":"b"}},"metrics_generator":{"processors":["span-metrics"],
                "disable_collection":false,"collection_interval":"15s","ingestion_time_range_slack":30000000000,
                "processor":{"service_graphs":{"histogram_buckets":[0.1,1],"dimensions":["x"]},"span_metrics":{
                "filter_policies":[{"include":{"match_type":"regex","attributes":[{"key":"span.a","value":"b.*"}]}}],
                "dimension_mappings":[{"name":"n","source_labels":["s"],"join":"/"}]}}}}
                """;
        Target overrides = Target.json(
                "overrides",
                ROUNDS,
                bytes -> {
                    byte[] printed = OverridesJson.print(OverridesJson.parse(bytes));
                    assertThat(OverridesJson.print(OverridesJson.parse(printed)))
                            .isEqualTo(printed);
                    return String.valueOf(printed.length / 16);
                },
                "\"regex\"",
                "\"1m30s\"");

        Fuzzer.Tally tally = Fuzzer.run(overrides, List.of(text(json), text("{}")));

        assertThat(tally.read()).isGreaterThan(2);
        assertThat(tally.refused()).isPositive();
    }
}
