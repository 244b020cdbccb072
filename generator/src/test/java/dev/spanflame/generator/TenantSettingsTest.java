package dev.spanflame.generator;

import static dev.spanflame.generator.TestSpans.NOW;
import static dev.spanflame.generator.TestSpans.attribute;
import static dev.spanflame.generator.TestSpans.batch;
import static dev.spanflame.generator.TestSpans.of;
import static dev.spanflame.generator.TestSpans.resource;
import static dev.spanflame.generator.TestSpans.span;
import static org.assertj.core.api.Assertions.assertThat;

import dev.spanflame.generator.GeneratorSettings.HostInfoSettings;
import dev.spanflame.generator.remote.DecodedWrite;
import dev.spanflame.generator.remote.WriteRequest;
import dev.spanflame.generator.series.HistogramKind;
import dev.spanflame.generator.span.Intrinsic;
import dev.spanflame.generator.span.SpanFilter;
import dev.spanflame.generator.span.SpanMetricsSettings;
import dev.spanflame.generator.span.SpanWeight;
import dev.spanflame.model.Tenant;
import dev.spanflame.model.metric.MemoryMeters;
import dev.spanflame.model.trace.SpanBatch;
import dev.spanflame.objectstore.disk.ForgetfulDisk;
import io.opentelemetry.proto.trace.v1.Span.SpanKind;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.Test;

/// Tenants that want other metrics than the configuration, and change their minds.
class TenantSettingsTest {
    private static final Tenant EU = new Tenant("eu");
    private static final Tenant US = new Tenant("us");
    private static final long NOW_NANOS = NOW * 1_000_000;

    private final MemoryMeters meters = new MemoryMeters();
    private final Map<Tenant, GeneratorSettings> own = new ConcurrentHashMap<>();
    private volatile boolean broken;

    private static GeneratorSettings settings(boolean sending, Optional<SpanMetricsSettings> spans) {
        return new GeneratorSettings(
                Duration.ofHours(1),
                sending,
                Duration.ofSeconds(30),
                1 << 20,
                TestSpans.settings(HistogramKind.CLASSIC),
                spans,
                Optional.empty(),
                spans.map(_ -> new HostInfoSettings(List.of("host.id"), "traces_host_info")),
                Optional.empty());
    }

    private static GeneratorSettings by(String... dimensions) {
        return settings(
                true,
                Optional.of(new SpanMetricsSettings(
                        true,
                        false,
                        false,
                        List.of(1.0),
                        EnumSet.of(Intrinsic.SPAN_NAME),
                        List.of(dimensions),
                        List.of(),
                        false,
                        List.of(),
                        true,
                        new SpanWeight("", false),
                        SpanFilter.ALL)));
    }

    private static GeneratorSettings nothing() {
        return settings(true, Optional.empty());
    }

    private GeneratorSettings read(Tenant tenant) throws IOException {
        if (broken) {
            throw new IOException("the store does not answer");
        }
        return own.getOrDefault(tenant, by());
    }

    private MetricsGenerator open() throws IOException {
        return MetricsGenerator.open(
                by(),
                this::read,
                new MetricsGenerator.Ports(
                        new ForgetfulDisk(),
                        Path.of("/generator"),
                        InstantSource.fixed(Instant.ofEpochMilli(NOW)),
                        meters));
    }

    private static SpanBatch spans() {
        return batch(of(
                resource(attribute("service.name", "shop"), attribute("host.id", "h1"), attribute("zone", "z1")),
                span("a", SpanKind.SPAN_KIND_CLIENT, 1, 0, 5)));
    }

    private static boolean offer(MetricsGenerator generator, Tenant tenant) {
        boolean taken = generator.offer(tenant, spans(), NOW_NANOS, () -> {});
        generator.awaitSeen();
        return taken;
    }

    private static List<String> lines(MetricsGenerator generator, Tenant tenant) {
        return new String(generator.expose(tenant, false).toByteArray(), StandardCharsets.UTF_8)
                .lines()
                .filter(line -> !line.startsWith("#"))
                .toList();
    }

    private static final String HOST = "traces_host_info{grafana_host_id=\"h1\",host_source=\"host.id\"} 1";

    @Test
    void each_tenant_has_its_own_settings() throws IOException {
        own.put(EU, by("zone"));
        try (MetricsGenerator generator = open()) {
            offer(generator, EU);
            offer(generator, US);

            assertThat(lines(generator, EU))
                    .containsExactly("traces_spanmetrics_calls_total{span_name=\"a\",zone=\"z1\"} 1", HOST);
            assertThat(lines(generator, US)).containsExactly("traces_spanmetrics_calls_total{span_name=\"a\"} 1", HOST);
        }
    }

    @Test
    void a_change_holds_after_the_next_look_and_only_once() throws IOException {
        try (MetricsGenerator generator = open()) {
            offer(generator, EU);
            own.put(EU, by("zone"));
            offer(generator, EU);
            assertThat(lines(generator, EU)).contains("traces_spanmetrics_calls_total{span_name=\"a\"} 2");

            generator.refresh();
            offer(generator, EU);
            generator.refresh();

            assertThat(lines(generator, EU))
                    .containsExactly("traces_spanmetrics_calls_total{span_name=\"a\",zone=\"z1\"} 1", HOST);
        }
    }

    @Test
    void settings_that_cannot_be_read_stay_as_they_were() throws IOException {
        own.put(EU, by("zone"));
        try (MetricsGenerator generator = open()) {
            offer(generator, EU);
            broken = true;
            generator.refresh();
            offer(generator, EU);
            offer(generator, US);

            assertThat(lines(generator, EU)).contains("traces_spanmetrics_calls_total{span_name=\"a\",zone=\"z1\"} 2");
            assertThat(lines(generator, US)).contains("traces_spanmetrics_calls_total{span_name=\"a\"} 1");
        }
    }

    @Test
    void a_tenant_that_wants_nothing_hands_nothing_over_until_it_does() throws IOException {
        own.put(EU, nothing());
        try (MetricsGenerator generator = open()) {
            offer(generator, EU);
            assertThat(offer(generator, EU)).isFalse();
            own.put(EU, by());
            generator.refresh();
            assertThat(offer(generator, EU)).isTrue();

            assertThat(lines(generator, EU)).contains("traces_spanmetrics_calls_total{span_name=\"a\"} 1");
        }
        assertThat(meters.value("spanflame_metrics_generator_spans_discarded_total", "eu", "handover_full"))
                .isZero();
    }

    @Test
    void a_processor_that_changed_ends_its_series_and_the_others_go_on() {
        TenantGenerator generator = new TenantGenerator(by(), NOW - 1000, (_, _, _) -> {});
        generator.take(spans(), NOW_NANOS);

        List<String> change = decoded(generator.change(by("zone"), NOW, NOW, 100));
        generator.take(spans(), NOW_NANOS);
        List<String> after = decoded(generator.collect(NOW, NOW, 100));

        String calls = "traces_spanmetrics_calls_total{span_name=a} ";
        String host = "traces_host_info{grafana_host_id=h1,host_source=host.id} 1 @";
        assertThat(change)
                .containsExactly(
                        calls + "0 @" + (NOW - 999), calls + "1 @" + NOW, host + NOW, calls + "STALE @" + (NOW + 1));
        assertThat(after)
                .containsExactly(
                        "traces_spanmetrics_calls_total{span_name=a,zone=z1} 1 @" + (NOW + 2), host + (NOW + 1));
        assertThat(generator.state().active()).isEqualTo(2);
        assertThat(generator.state().removed()).isEqualTo(1);
    }

    @Test
    void equal_settings_change_nothing() {
        TenantGenerator generator = new TenantGenerator(by("zone"), NOW - 1000, (_, _, _) -> {});
        generator.take(spans(), NOW_NANOS);

        assertThat(generator.change(by("zone"), NOW, NOW, 100)).isEmpty();
        assertThat(generator.state().removed()).isZero();
    }

    @Test
    void what_is_not_to_be_sent_is_counted_all_the_same() {
        GeneratorSettings silent = settings(false, by().spanMetrics());
        TenantGenerator generator = new TenantGenerator(silent, NOW - 1000, (_, _, _) -> {});
        generator.take(spans(), NOW_NANOS);

        assertThat(generator.collect(NOW, NOW, 100)).isEmpty();
        assertThat(new String(generator.expose(false).toByteArray(), StandardCharsets.UTF_8))
                .contains("traces_spanmetrics_calls_total{span_name=\"a\"} 1");
        assertThat(generator.change(by(), NOW, NOW, 100)).isEmpty();
        assertThat(decoded(generator.collect(NOW + 5, NOW, 100)))
                .contains("traces_spanmetrics_calls_total{span_name=a} 1 @" + (NOW + 5));
    }

    private static List<String> decoded(List<WriteRequest> requests) {
        return requests.stream()
                .flatMap(request -> DecodedWrite.lines(request.body()).stream())
                .toList();
    }
}
