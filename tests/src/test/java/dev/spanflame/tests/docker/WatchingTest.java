package dev.spanflame.tests.docker;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.spanflame.objectstore.server.Toolchains;
import dev.spanflame.tests.system.SpanflameProcess;
import dev.spanflame.tests.system.Spans;
import dev.spanflame.tests.system.Wire;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The dashboard and the alert rules: they ask for metrics that a running server has.
final class WatchingTest {
    private static final String DASHBOARD = "grafana/dashboards/spanflame.json";
    private static final Pattern METRIC = Pattern.compile("\\b(spanflame_[a-z_]+|process_[a-z_]+)\\b");
    private static final Pattern FAMILY = Pattern.compile("# TYPE (\\S+) (\\S+)");

    /// Counters appear with their first event, and these do not happen to a server that is well.
    private static final Set<String> ONLY_IN_TROUBLE = Set.of(
            "spanflame_refused_requests_total",
            "spanflame_refused_spans_total",
            "spanflame_refused_profiles_total",
            "spanflame_flush_failures_total",
            "spanflame_wal_failures_total",
            "spanflame_wal_quarantined_total",
            "spanflame_compaction_failures_total",
            "spanflame_compaction_read_bytes_total",
            "spanflame_store_failures_total");

    private static final String STORE_TROUBLE =
            "New data stays in the write-ahead log and in memory; once the bounds of"
                    + " both are reached, senders get 503.";

    @TempDir
    Path folder;

    @Test
    void promtoolAcceptsConfigurationRulesAndQueries() throws Exception {
        assertThat(promtool(
                        "check",
                        "config",
                        DockerFiles.path("prometheus/prometheus.yaml").toString()))
                .contains("SUCCESS: 11 rules found");
        StringBuilder rules = new StringBuilder("groups:\n- name: dashboard\n  rules:\n");
        for (String query : queries()) {
            String asked = query.replace("$__rate_interval", "5m").replace("$instance", ".*");
            rules.append("  - record: panel\n    expr: |\n      ").append(asked).append('\n');
            rules.append("    labels: {number: \"").append(rules.length()).append("\"}\n");
        }
        Path file = Files.writeString(folder.resolve("dashboard.yaml"), rules);
        assertThat(promtool("check", "rules", file.toString()))
                .contains("SUCCESS: " + queries().size() + " rules found");
    }

    @Test
    void alertsFireWhenTheyShould() throws Exception {
        Path file = Files.writeString(
                folder.resolve("alerts.yaml"), """
                rule_files: [%s]
                evaluation_interval: 1m
                tests:
                  - interval: 1m
                    input_series:
                      - series: 'spanflame_store_healthy{instance="one", trouble=""}'
                        values: '1x20'
                      - series: 'spanflame_store_healthy{instance="two", trouble="unreachable"}'
                        values: '0x20'
                      - series: 'spanflame_wal_failures_total{instance="one"}'
                        values: '0x5 3x14'
                      - series: 'spanflame_live_bytes{instance="one"}'
                        values: '95x20'
                      - series: 'spanflame_live_capacity_bytes{instance="one"}'
                        values: '100x20'
                    alert_rule_test:
                      - {eval_time: 4m, alertname: SpanflameStoreTrouble, exp_alerts: []}
                      - eval_time: 6m
                        alertname: SpanflameStoreTrouble
                        exp_alerts:
                          - exp_labels: {severity: critical, instance: two, trouble: unreachable}
                            exp_annotations:
                              summary: "The object store does not answer two: unreachable"
                              description: "%s"
                      - {eval_time: 5m, alertname: SpanflameLogWritesFail, exp_alerts: []}
                      - eval_time: 15m
                        alertname: SpanflameLogWritesFail
                        exp_alerts: []
                    promql_expr_test:
                      - expr: ALERTS{alertname="SpanflameLiveMemoryFull", alertstate="firing"}
                        eval_time: 6m
                        exp_samples:
                          - labels: 'ALERTS{alertname="SpanflameLiveMemoryFull", alertstate="firing", instance="one", severity="warning"}'
                            value: 1
                      - expr: ALERTS{alertname="SpanflameLogWritesFail", alertstate="firing"}
                        eval_time: 7m
                        exp_samples:
                          - labels: 'ALERTS{alertname="SpanflameLogWritesFail", alertstate="firing", instance="one", severity="critical"}'
                            value: 1
                """.formatted(DockerFiles.path("prometheus/rules.yaml"), STORE_TROUBLE));
        assertThat(promtool("test", "rules", file.toString())).contains("SUCCESS");
    }

    @Test
    void everyMetricThatIsAskedForIsOneOfTheServer() throws IOException {
        Set<String> asked = new TreeSet<>();
        for (String query : queries()) {
            collect(query, asked);
        }
        collect(DockerFiles.text("prometheus/rules.yaml"), asked);
        assertThat(asked).hasSizeGreaterThan(20);
        Set<String> there = metrics();
        asked.removeAll(there);
        assertThat(asked).isSubsetOf(ONLY_IN_TROUBLE);
    }

    private static void collect(String text, Set<String> into) {
        Matcher matcher = METRIC.matcher(text);
        while (matcher.find()) {
            into.add(matcher.group(1));
        }
    }

    /// Names of all series of a server that has taken and written something.
    private Set<String> metrics() throws IOException {
        try (SpanflameProcess server = SpanflameProcess.start(folder)) {
            Spans.written(server, "shop");
            String text = Wire.get(server.uri("query").resolve("/metrics")).text();
            Set<String> names = new TreeSet<>();
            Matcher family = FAMILY.matcher(text);
            while (family.find()) {
                names.add(family.group(1));
                if (family.group(2).equals("histogram")) {
                    names.addAll(List.of(family.group(1) + "_bucket", family.group(1) + "_count"));
                }
            }
            return names;
        }
    }

    private static List<String> queries() throws IOException {
        List<String> queries = new ArrayList<>();
        for (JsonNode panel :
                new ObjectMapper().readTree(DockerFiles.text(DASHBOARD)).get("panels")) {
            for (JsonNode target : panel.path("targets")) {
                queries.add(target.get("expr").asText());
            }
        }
        assertThat(queries).hasSizeGreaterThan(20);
        return queries;
    }

    private static String promtool(String... arguments) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>();
        command.add(Toolchains.debianPackage("prometheus")
                .resolve("usr/bin/promtool")
                .toString());
        command.addAll(List.of(arguments));
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as(output).isZero();
        return output;
    }
}
