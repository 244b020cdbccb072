package dev.spanflame.tests.metrics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.google.protobuf.ByteString;
import dev.spanflame.proto.settings.v1.UpsertRecordingRuleRequest;
import dev.spanflame.tests.system.Awaiting;
import dev.spanflame.tests.system.Profiles;
import dev.spanflame.tests.system.SpanflameProcess;
import dev.spanflame.tests.system.Spans;
import dev.spanflame.tests.system.Tempo;
import dev.spanflame.tests.system.Wire;
import io.opentelemetry.proto.common.v1.AnyValue;
import io.opentelemetry.proto.common.v1.KeyValue;
import io.opentelemetry.proto.trace.v1.Span;
import io.opentelemetry.proto.trace.v1.Span.SpanKind;
import io.opentelemetry.proto.trace.v1.Status;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;

/// Spans go in at one end, and Prometheus answers what Grafana asks it for service graphs and span
/// tables. The shop is called from outside, calls the stock service, which asks a database; every
/// fourth call fails.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class GeneratedMetricsTest {
    private static final int CALLS = 40;

    private final List<String> traces = new ArrayList<>();
    private PrometheusServer prometheus;
    private SpanflameProcess server;

    @BeforeAll
    void start(@TempDir Path folder) throws IOException {
        prometheus = PrometheusServer.start(folder.resolve("prometheus"));
        server = SpanflameProcess.start(
                folder.resolve("spanflame"),
                "--metrics-generator.processors=span-metrics,service-graphs,host-info",
                "--metrics-generator.histograms=both",
                "--metrics-generator.collection-interval=1s",
                "--metrics-generator.service-graphs.max-wait=2s",
                "--metrics-generator.external-labels=cluster=test",
                "--recording-rules.interval=5s",
                "--metrics-generator.remote-write.url=" + prometheus.uri("/api/v1/write"));
        setOverrides("{\"metrics_generator\":{\"processor\":{\"span_metrics\":{\"dimensions\":[\"db.system\"]}}}}");
        for (int i = 0; i < CALLS; i++) {
            call("shop", "stock", i % 4 == 0);
        }
        prometheus.await("sum(traces_spanmetrics_calls_total)", 4 * CALLS);
    }

    @AfterAll
    void stop() {
        server.close();
        prometheus.close();
    }

    private void setOverrides(String json) {
        Wire.Answer answer = Wire.send(
                "PATCH", server.uri("query").resolve("/api/overrides"), json.getBytes(StandardCharsets.UTF_8));
        assertThat(answer.status()).as(answer.text()).isEqualTo(200);
    }

    /// One trace, whose two services send their spans apart, the called one first.
    private void call(String from, String to, boolean failed) {
        String trace = Spans.newTraceId();
        traces.add(trace);
        Span.Builder root = Spans.span(trace, 1, "GET /");
        Span.Builder client = child(Spans.span(trace, 2, "take"), 1, SpanKind.SPAN_KIND_CLIENT, 300);
        Span.Builder called = child(Spans.span(trace, 3, "take"), 2, SpanKind.SPAN_KIND_SERVER, 250);
        Span.Builder query = child(Spans.span(trace, 4, "SELECT"), 3, SpanKind.SPAN_KIND_CLIENT, 40)
                .addAttributes(text("db.system", "postgresql"))
                .addAttributes(text("db.name", "goods"));
        if (failed) {
            called.setStatus(Status.newBuilder().setCode(Status.StatusCode.STATUS_CODE_ERROR));
        }
        send(to, called, query);
        send(from, root, client);
    }

    private static KeyValue text(String key, String value) {
        return KeyValue.newBuilder()
                .setKey(key)
                .setValue(AnyValue.newBuilder().setStringValue(value))
                .build();
    }

    private static Span.Builder child(Span.Builder span, long parent, SpanKind kind, long millis) {
        return span.setKind(kind)
                .setParentSpanId(ByteString.copyFrom(
                        ByteBuffer.allocate(8).putLong(0, parent).array()))
                .setStartTimeUnixNano(span.getEndTimeUnixNano() - TimeUnit.MILLISECONDS.toNanos(millis));
    }

    private void send(String service, Span.Builder... spans) {
        Span[] built = new Span[spans.length];
        for (int i = 0; i < spans.length; i++) {
            built[i] = spans[i].build();
        }
        Wire.Answer answer = Spans.send(server, Spans.request(service, built).toByteArray());
        assertThat(answer.status()).isEqualTo(200);
    }

    @Test
    @Order(1)
    void the_queries_of_a_service_graph_answer() {
        String calls = "traces_service_graph_request_total{cluster=\"test\"}";
        List<String> edges = new ArrayList<>();
        for (JsonNode series : prometheus.query("group by (client, connection_type, server) (" + calls + ")")) {
            JsonNode metric = series.path("metric");
            edges.add(metric.path("client").asText() + " > "
                    + metric.path("server").asText() + " "
                    + metric.path("connection_type").asText());
        }
        assertThat(edges)
                .containsExactlyInAnyOrder("user > shop virtual_node", "shop > stock ", "stock > goods database");
        assertThat(prometheus.query("sum by (client, server) (rate(" + calls + "[5m]))"))
                .hasSize(3)
                .allSatisfy(series ->
                        assertThat(series.path("value").path(1).asDouble()).isPositive());
        assertThat(prometheus.value(calls.replace("}", ",client=\"shop\",server=\"stock\"}")))
                .isEqualTo(CALLS);
        assertThat(prometheus.value("sum by (client, server) (traces_service_graph_request_failed_total)"))
                .isEqualTo(CALLS / 4.0);
        String edge = "{client=\"shop\",server=\"stock\"}";
        assertThat(prometheus.value("traces_service_graph_request_server_seconds_sum" + edge
                        + " / traces_service_graph_request_server_seconds_count" + edge))
                .isCloseTo(0.25, within(0.001));
        assertThat(prometheus.value("histogram_quantile(0.9, sum by (le) "
                        + "(rate(traces_service_graph_request_client_seconds_bucket" + edge + "[5m])))"))
                .isBetween(0.2, 0.4);
    }

    @Test
    @Order(1)
    void the_queries_of_a_span_table_answer() {
        String calls = "traces_spanmetrics_calls_total{span_kind=\"SPAN_KIND_SERVER\"";
        List<String> names = new ArrayList<>();
        for (JsonNode series : prometheus.query("topk(5, sum(rate(" + calls + "}[5m])) by (span_name))")) {
            names.add(series.path("metric").path("span_name").asText());
        }
        assertThat(names).containsExactlyInAnyOrder("GET /", "take");
        assertThat(prometheus.value("sum(" + calls + ",status_code=\"STATUS_CODE_ERROR\"}) by (span_name)"))
                .isEqualTo(CALLS / 4.0);
        assertThat(prometheus.value("histogram_quantile(.9, sum(rate(traces_spanmetrics_latency_bucket"
                        + "{span_name=~\"take\",service=\"stock\"}[5m])) by (le))"))
                .isBetween(0.128, 0.256);
        assertThat(prometheus.value("sum(traces_spanmetrics_size_total)")).isGreaterThan(4 * CALLS * 50.0);
    }

    @Test
    @Order(1)
    void dimensions_of_the_tenants_own_are_labels() {
        assertThat(prometheus.value("sum(traces_spanmetrics_calls_total{db_system=\"postgresql\"})"))
                .isEqualTo(CALLS);
        assertThat(prometheus.value("sum(traces_spanmetrics_calls_total{db_system=\"\"})"))
                .isEqualTo(3 * CALLS);
    }

    @Test
    @Order(1)
    void what_a_recording_rule_counts_of_profiles_arrives() {
        UpsertRecordingRuleRequest rule = UpsertRecordingRuleRequest.newBuilder()
                .setMetricName("profiles_recorded_cpu")
                .addMatchers("{__profile_type__=\"" + Profiles.CPU + "\"}")
                .addGroupBy("service_name")
                .build();
        Wire.Answer made = Wire.post(
                server.uri("query").resolve("/settings.v1.RecordingRulesService/UpsertRecordingRule"),
                rule.toByteArray(),
                "Content-Type",
                "application/proto");
        assertThat(made.status()).as(made.text()).isEqualTo(200);
        String recorded = "sum_over_time(profiles_recorded_cpu{service_name=\"shop\",cluster=\"test\"}[5m])";
        int[] sent = new int[1];
        double first = Awaiting.until(
                Duration.ofSeconds(60),
                () -> {
                    assertThat(Profiles.send(server, "shop", 1000, "main")).isEqualTo(200);
                    sent[0]++;
                    return prometheus.value(recorded);
                },
                value -> value > 0);

        assertThat(first % 1000).isZero();
        assertThat(first).isLessThanOrEqualTo(1000.0 * sent[0]);
        assertThat(prometheus
                        .query("profiles_recorded_cpu")
                        .path(0)
                        .path("metric")
                        .path("pyroscope_instance")
                        .asText())
                .isNotEmpty();
    }

    @Test
    @Order(1)
    void native_histograms_are_found_and_answer() {
        assertThat(prometheus.api("series", "match[]", "traces_service_graph_request_server_seconds", "&limit=1"))
                .isNotEmpty();
        // factor 1.1: the bucket of 0.25 is at most a tenth wide
        assertThat(prometheus.value("histogram_quantile(.9, sum(rate(traces_spanmetrics_latency"
                        + "{span_name=~\"take\",service=\"stock\"}[5m])))"))
                .isBetween(0.22, 0.27);
        assertThat(prometheus.value(
                        "histogram_count(traces_spanmetrics_latency{service=\"stock\",span_name=\"SELECT\"})"))
                .isEqualTo(CALLS);
    }

    @Test
    @Order(1)
    void exemplars_lead_to_traces() {
        Instant now = Instant.now();
        String window = "&start=" + now.minusSeconds(600).getEpochSecond() + "&end="
                + now.plusSeconds(60).getEpochSecond();
        List<String> found = new ArrayList<>();
        for (JsonNode series :
                prometheus.api("query_exemplars", "query", "traces_spanmetrics_latency_bucket", window)) {
            series.path("exemplars")
                    .forEach(one -> found.add(one.path("labels").path("traceID").asText()));
        }

        assertThat(found).isNotEmpty();
        assertThat(traces).containsAll(found);
        assertThat(new Tempo(server).spanNames(found.getFirst())).containsExactly("GET /", "SELECT", "take", "take");
    }

    @Test
    @Order(1)
    void the_page_for_scrapers_is_what_prometheus_checks_for() throws IOException, InterruptedException {
        Wire.Answer page = Wire.get(server.uri("query").resolve("/metrics/generator"));
        Process check = new ProcessBuilder(PrometheusServer.program("promtool").toString(), "check", "metrics")
                .redirectErrorStream(true)
                .start();
        check.getOutputStream().write(page.body());
        check.getOutputStream().close();
        String complaints = new String(check.getInputStream().readAllBytes(), StandardCharsets.UTF_8);

        assertThat(check.waitFor()).as(complaints).isZero();
        assertThat(page.text())
                .contains("traces_service_graph_request_total{client=\"shop\",server=\"stock\"} ")
                .doesNotContain("cluster");
        Wire.Answer openMetrics =
                Wire.get(server.uri("query").resolve("/metrics/generator"), "Accept", "application/openmetrics-text");
        assertThat(openMetrics.header("Content-Type")).startsWith("application/openmetrics-text; version=1.0.0");
        assertThat(openMetrics.text()).contains(" # {traceID=\"").endsWith("# EOF\n");
    }

    @Test
    @Order(2)
    void what_a_dead_receiver_missed_arrives_when_it_is_back() throws IOException {
        Tempo own = new Tempo(server);
        String prefix = "spanflame_metrics_generator_remote_write_";
        prometheus.kill();
        long dead = System.currentTimeMillis() / 1000;
        String collections = "spanflame_metrics_generator_collections_total";
        double before = own.metric(collections);
        call("front", "back", false);
        double after = Awaiting.until(Duration.ofSeconds(30), () -> own.metric(collections), now -> now >= before + 4);
        assertThat(after).isGreaterThanOrEqualTo(before + 4);
        assertThat(own.metric(prefix + "queue_bytes")).isPositive();
        long back = System.currentTimeMillis() / 1000;

        prometheus.restart();

        String edge = "traces_service_graph_request_total{client=\"front\",server=\"back\"}";
        assertThat(prometheus.await(edge, 1)).isEqualTo(1);
        Awaiting.until(Duration.ofSeconds(30), () -> own.metric(prefix + "queue_bytes"), bytes -> bytes == 0);
        assertThat(prometheus.value("count_over_time(" + edge + "[" + (back - dead) + "s] @ " + back + ")"))
                .as("samples of the time when nobody received")
                .isPositive();
        assertThat(own.metric(prefix + "samples_dropped_total")).isZero();
        assertThat(own.metric("spanflame_metrics_generator_spans_discarded_total"))
                .isZero();
    }

    @Test
    @Order(3)
    void after_a_restart_of_the_server_nothing_is_refused_and_the_tenants_processors_are_on(@TempDir Path folder)
            throws Exception {
        String[] flags = {
            "--metrics-generator.collection-interval=1s",
            "--metrics-generator.external-labels=cluster=again",
            "--metrics-generator.remote-write.url=" + prometheus.uri("/api/v1/write")
        };
        String calls = "sum(traces_spanmetrics_calls_total{cluster=\"again\"})";
        SpanflameProcess first = server;
        for (int round = 1; round <= 2; round++) {
            try (SpanflameProcess again = SpanflameProcess.start(folder, flags)) {
                server = again;
                if (round == 1) {
                    setOverrides("{\"metrics_generator\":{\"processors\":[\"span-metrics\"]}}");
                }
                call("shop", "stock", false);
                call("shop", "stock", round == 2);
                assertThat(prometheus.await(calls, 8)).isEqualTo(8);
                assertThat(new Tempo(again).metric("spanflame_metrics_generator_remote_write_samples_dropped_total"))
                        .isZero();
                again.terminate();
            } finally {
                server = first;
            }
        }
        assertThat(prometheus.value("sum(increase(traces_spanmetrics_calls_total{cluster=\"again\"}[5m])) > bool 8"))
                .as("both processes count")
                .isEqualTo(1);
    }
}
