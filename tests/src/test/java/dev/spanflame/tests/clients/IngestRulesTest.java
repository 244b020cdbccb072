package dev.spanflame.tests.clients;

import static org.assertj.core.api.Assertions.assertThat;

import dev.spanflame.tests.system.Awaiting;
import dev.spanflame.tests.system.Profiles;
import dev.spanflame.tests.system.SpanflameProcess;
import dev.spanflame.tests.system.Wire;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What happens to profiles and spans between their arrival and their storage, and what senders are
/// told of it.
class IngestRulesTest {
    private static final Duration SOON = Duration.ofSeconds(30);
    private static final String DAY_IN_2020 = "1577836800";

    @TempDir
    Path folder;

    private static Wire.Answer ingest(SpanflameProcess server, String query) {
        return Wire.post(
                server.uri("pyroscope").resolve("/ingest?format=folded&" + query),
                "main;work 5\n".getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void an_agent_without_a_clock_sends_profiles_of_now() throws IOException {
        try (SpanflameProcess server = SpanflameProcess.start(folder)) {
            assertThat(ingest(server, "name=clockless.cpu&from=0&until=0").status())
                    .isEqualTo(200);

            assertThat(Profiles.flameGraph(server, "clockless")).containsKey("work");
        }
    }

    @Test
    void what_is_older_than_the_retention_is_refused_and_told() throws IOException {
        try (SpanflameProcess server = SpanflameProcess.start(folder)) {
            Wire.Answer profile = ingest(server, "name=old.cpu&from=" + DAY_IN_2020 + "&until=" + DAY_IN_2020);
            assertThat(profile.status()).isEqualTo(422);
            assertThat(profile.text()).contains("retention.profiles");

            Wire.Answer spans = Wire.post(
                    server.uri("otlp-http").resolve("/v1/traces"),
                    """
                    {"resourceSpans":[{"scopeSpans":[{"spans":[{"traceId":"0102030405060708090a0b0c0d0e0f10",
                    "spanId":"0102030405060708","name":"old","startTimeUnixNano":"1577836800000000000",
                    "endTimeUnixNano":"1577836801000000000"}]}]}]}\
                    """.getBytes(StandardCharsets.UTF_8),
                    "Content-Type",
                    "application/json");
            assertThat(spans.status()).isEqualTo(200);
            assertThat(spans.json().at("/partialSuccess/rejectedSpans").asText())
                    .isEqualTo("1");
            assertThat(spans.text()).contains("retention.traces");

            String metrics = Wire.get(server.uri("query").resolve("/metrics")).text();
            assertThat(metrics)
                    .contains("spanflame_refused_profiles_total{reason=\"not_in_ingestion_window\",")
                    .contains("spanflame_refused_spans_total{reason=\"too_old\",");
        }
    }

    @Test
    void what_is_kept_for_ever_may_be_as_old_as_it_likes() throws IOException {
        try (SpanflameProcess server = SpanflameProcess.start(folder, "--retention.profiles=0")) {
            assertThat(ingest(server, "name=old.cpu&from=" + DAY_IN_2020 + "&until=" + DAY_IN_2020)
                            .status())
                    .isEqualTo(200);
        }
    }

    @Test
    void rules_of_a_file_change_labels_also_of_what_is_read_again_after_a_crash() throws Exception {
        Path rules = Files.writeString(folder.resolve("rules.yaml"), """
                ingestion_relabeling_rules:
                  - source_labels: [service_name]
                    regex: (.*)-canary
                    target_label: service_name
                    replacement: ${1}
                  - action: drop
                    source_labels: [service_name]
                    regex: secret
                """);
        String[] flags = {"--relabel.profiles=" + rules};
        Path data = folder.resolve("data");
        try (SpanflameProcess server = SpanflameProcess.start(data, flags)) {
            assertThat(Profiles.send(server, "shop-canary", 5, "parse")).isEqualTo(200);
            assertThat(Profiles.send(server, "secret", 5, "parse")).isEqualTo(200);
            assertThat(Profiles.flameGraph(server, "shop")).containsEntry("parse", 5L);
            assertThat(Profiles.flameGraph(server, "secret")).doesNotContainKey("parse");
            assertThat(Wire.get(server.uri("query").resolve("/metrics")).text())
                    .contains("spanflame_dropped_profiles_total{tenant=\"anonymous\"} 1");
            server.kill();
        }
        try (SpanflameProcess server = SpanflameProcess.start(data, flags)) {
            assertThat(Profiles.flameGraph(server, "shop")).containsEntry("parse", 5L);
            assertThat(Profiles.flameGraph(server, "shop-canary")).doesNotContainKey("parse");
        }
    }

    private static boolean sentAndFound(SpanflameProcess server, String service) {
        assertThat(Profiles.send(server, service, 5, "parse")).isEqualTo(200);
        return Profiles.flameGraph(server, service).containsKey("parse");
    }

    private static String metrics(SpanflameProcess server) {
        return Wire.get(server.uri("query").resolve("/metrics")).text();
    }

    @Test
    void a_changed_file_takes_effect_and_a_broken_one_does_not() throws Exception {
        String drop = """
                ingestion_relabeling_rules: []
                overrides:
                  anonymous:
                    ingestion_relabeling_rules:
                      - action: drop
                        source_labels: [service_name]
                        regex: secret-%d
                """;
        Path rules = Files.writeString(folder.resolve("rules.yaml"), drop.formatted(1));
        try (SpanflameProcess server = SpanflameProcess.start(
                folder.resolve("data"), "--relabel.profiles=" + rules, "--relabel.reload=100ms")) {
            assertThat(Profiles.send(server, "secret-1", 5, "parse")).isEqualTo(200);
            Files.writeString(rules, drop.formatted(2));
            assertThat(Awaiting.until(SOON, () -> sentAndFound(server, "secret-1"), found -> found))
                    .isTrue();
            assertThat(Profiles.send(server, "secret-2", 5, "parse")).isEqualTo(200);
            Files.writeString(rules, "ingestion_relabeling_rules: [{action: dropp}]");
            String invalid = "spanflame_relabel_rules_valid 0";
            assertThat(Awaiting.until(SOON, () -> metrics(server), text -> text.contains(invalid)))
                    .contains(invalid);
            assertThat(Profiles.send(server, "secret-2", 5, "parse")).isEqualTo(200);
            assertThat(Profiles.flameGraph(server, "secret-2")).doesNotContainKey("parse");
            assertThat(server.output()).contains("action 'dropp' is unknown");
        }
    }

    @Test
    void a_file_with_a_rule_that_is_none_keeps_the_server_from_starting() throws Exception {
        Path rules = Files.writeString(folder.resolve("rules.yaml"), """
                ingestion_relabeling_rules:
                  - action: drop
                    source_labels: [a]
                  - action: dropp
                """);

        try (SpanflameProcess server = SpanflameProcess.launch(folder, "--relabel.profiles=" + rules)) {
            assertThat(server.awaitEnd(Duration.ofSeconds(60))).isEqualTo(1);
            assertThat(server.output())
                    .contains("ingestion_relabeling_rules[1]", "action 'dropp' is unknown", "labeldrop");
        }
    }
}
