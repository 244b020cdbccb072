package dev.spanflame.generator;

import static dev.spanflame.generator.TestSpans.NOW;
import static dev.spanflame.generator.TestSpans.batch;
import static dev.spanflame.generator.TestSpans.of;
import static dev.spanflame.generator.TestSpans.service;
import static dev.spanflame.generator.TestSpans.span;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.spanflame.generator.GeneratorSettings.HostInfoSettings;
import dev.spanflame.generator.series.HistogramKind;
import dev.spanflame.generator.span.Intrinsic;
import dev.spanflame.generator.span.Policies;
import dev.spanflame.generator.span.SpanFilter;
import dev.spanflame.generator.span.SpanMetricsSettings;
import dev.spanflame.generator.span.SpanWeight;
import dev.spanflame.model.Tenant;
import dev.spanflame.model.metric.MemoryMeters;
import dev.spanflame.model.trace.SpanBatch;
import dev.spanflame.objectstore.disk.ForgetfulDisk;
import io.opentelemetry.proto.trace.v1.Span;
import io.opentelemetry.proto.trace.v1.Span.SpanKind;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class MetricsGeneratorTest {
    private static final Tenant TENANT = new Tenant("eu");
    private static final long NOW_NANOS = NOW * 1_000_000;
    private static final String DISCARDED = "spanflame_metrics_generator_spans_discarded_total";

    private final MemoryMeters meters = new MemoryMeters();

    private MetricsGenerator open(long handoverBytes) throws IOException {
        GeneratorSettings settings = new GeneratorSettings(
                Duration.ofHours(1),
                true,
                Duration.ofSeconds(30),
                handoverBytes,
                TestSpans.settings(HistogramKind.CLASSIC),
                Optional.of(new SpanMetricsSettings(
                        true,
                        false,
                        false,
                        List.of(1.0),
                        EnumSet.of(Intrinsic.SPAN_NAME),
                        List.of(),
                        List.of(),
                        false,
                        List.of(),
                        true,
                        new SpanWeight("", false),
                        new SpanFilter(Policies.NONE, Policies.NONE, Policies.parse("name = \"dull\"")))),
                Optional.empty(),
                Optional.of(new HostInfoSettings(List.of("host.id"), "traces_host_info")),
                Optional.empty());
        return MetricsGenerator.open(
                settings,
                new MetricsGenerator.Ports(
                        new ForgetfulDisk(),
                        Path.of("/generator"),
                        InstantSource.fixed(Instant.ofEpochMilli(NOW)),
                        meters));
    }

    private static String page(MetricsGenerator generator, Tenant tenant) {
        generator.awaitSeen();
        return new String(generator.expose(tenant, true).toByteArray(), StandardCharsets.UTF_8);
    }

    private static Span.Builder named(String name) {
        return span(name, SpanKind.SPAN_KIND_CLIENT, 1, 0, 5);
    }

    @Test
    void spans_become_series_of_their_tenant_and_batches_are_given_back() throws IOException {
        AtomicInteger released = new AtomicInteger();
        try (MetricsGenerator generator = open(1 << 20)) {
            SpanBatch batch = batch(of(service("shop"), named("a"), named("dull")));
            assertThat(generator.offer(TENANT, batch, NOW_NANOS, released::incrementAndGet))
                    .isTrue();

            assertThat(page(generator, TENANT)).isEqualTo("""
                    # HELP traces_spanmetrics_calls Spans that ended
                    # TYPE traces_spanmetrics_calls counter
                    traces_spanmetrics_calls_total{span_name="a"} 1
                    # EOF
                    """);
            assertThat(page(generator, new Tenant("us"))).isEqualTo("# EOF\n");
            assertThat(released).hasValue(1);
        }
        assertThat(meters.value(DISCARDED, "eu", "span_metrics_filtered")).isEqualTo(1);
        assertThat(meters.value("spanflame_metrics_generator_spans_received_total", "eu"))
                .isEqualTo(2);
        assertThat(meters.value("spanflame_metrics_generator_series_added_total", "eu"))
                .isEqualTo(1);
    }

    @Test
    void spans_that_ended_long_ago_or_in_the_future_are_left_out_and_counted() throws IOException {
        long slack = 30_000_000_000L;
        try (MetricsGenerator generator = open(1 << 20)) {
            generator.offer(
                    TENANT,
                    batch(of(
                            service("shop"),
                            named("old").setStartTimeUnixNano(1).setEndTimeUnixNano(NOW_NANOS - slack - 1),
                            named("oldest").setStartTimeUnixNano(1).setEndTimeUnixNano(NOW_NANOS - slack),
                            named("newest").setEndTimeUnixNano(NOW_NANOS + slack),
                            named("future").setEndTimeUnixNano(NOW_NANOS + slack + 1),
                            named("negative").setStartTimeUnixNano(-2).setEndTimeUnixNano(-1))),
                    NOW_NANOS,
                    () -> {});

            assertThat(page(generator, TENANT))
                    .contains("\"oldest\"} 1", "\"newest\"} 1")
                    .doesNotContain("\"old\"", "future", "negative");
        }
        assertThat(meters.value(DISCARDED, "eu", "outside_metrics_ingestion_slack"))
                .isEqualTo(3);
    }

    @Test
    void what_finds_no_room_is_not_taken_and_counted() throws Exception {
        CountDownLatch started = new CountDownLatch(1);
        CountDownLatch goOn = new CountDownLatch(1);
        try (MetricsGenerator generator = open(1)) {
            generator.offer(TENANT, batch(of(service("shop"), named("first"))), NOW_NANOS, () -> {
                started.countDown();
                awaitQuietly(goOn);
            });
            started.await();

            assertThat(generator.offer(TENANT, batch(of(service("shop"), named("b"), named("c"))), NOW_NANOS, () -> {}))
                    .isFalse();
            goOn.countDown();
            generator.awaitSeen();
            assertThat(generator.offer(TENANT, batch(of(service("shop"), named("d"))), NOW_NANOS, () -> {}))
                    .isTrue();
            assertThat(page(generator, TENANT)).contains("\"first\"", "\"d\"").doesNotContain("\"b\"");
        }
        assertThat(meters.value(DISCARDED, "eu", "handover_full")).isEqualTo(2);
    }

    private static void awaitQuietly(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    @Test
    void a_closed_generator_takes_nothing_but_has_seen_all_it_took() throws IOException {
        MetricsGenerator generator = open(1 << 20);
        for (int i = 0; i < 50; i++) {
            generator.offer(TENANT, batch(of(service("shop"), named("a"))), NOW_NANOS, () -> {});
        }
        generator.close();

        assertThat(page(generator, TENANT)).contains("{span_name=\"a\"} 50");
        assertThat(generator.offer(TENANT, batch(of(service("shop"), named("a"))), NOW_NANOS, () -> {}))
                .isFalse();
    }

    @Test
    void processors_have_the_names_of_tempo() {
        assertThat(Processor.parse(List.of("span-metrics", "service-graphs", "host-info")))
                .containsExactlyInAnyOrder(
                        Processor.SPAN_METRICS_COUNT,
                        Processor.SPAN_METRICS_LATENCY,
                        Processor.SPAN_METRICS_SIZE,
                        Processor.SERVICE_GRAPHS_REQUEST,
                        Processor.SERVICE_GRAPHS_LATENCY,
                        Processor.HOST_INFO);
        assertThat(Processor.parse(List.of("span-metrics-count", "service-graphs-connection-info")))
                .containsExactlyInAnyOrder(Processor.SPAN_METRICS_COUNT, Processor.SERVICE_GRAPHS_CONNECTION_INFO);
        assertThatThrownBy(() -> Processor.parse(List.of("local-blocks")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("has 'local-blocks', which is not one of span-metrics, service-graphs,");
    }
}
