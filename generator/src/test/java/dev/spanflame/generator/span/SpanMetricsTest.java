package dev.spanflame.generator.span;

import static dev.spanflame.generator.TestSpans.attribute;
import static dev.spanflame.generator.TestSpans.batch;
import static dev.spanflame.generator.TestSpans.failed;
import static dev.spanflame.generator.TestSpans.lines;
import static dev.spanflame.generator.TestSpans.of;
import static dev.spanflame.generator.TestSpans.resource;
import static dev.spanflame.generator.TestSpans.service;
import static dev.spanflame.generator.TestSpans.span;
import static org.assertj.core.api.Assertions.assertThat;

import dev.spanflame.generator.TestSpans;
import dev.spanflame.generator.series.Bounds;
import dev.spanflame.generator.series.HistogramKind;
import dev.spanflame.generator.series.Registry;
import io.opentelemetry.proto.common.v1.KeyValue;
import io.opentelemetry.proto.resource.v1.Resource;
import io.opentelemetry.proto.trace.v1.ResourceSpans;
import io.opentelemetry.proto.trace.v1.Span;
import io.opentelemetry.proto.trace.v1.Span.SpanKind;
import java.util.EnumSet;
import java.util.List;
import org.junit.jupiter.api.Test;

class SpanMetricsTest {
    private static final SpanMetricsSettings PLAIN = new SpanMetricsSettings(
            true,
            true,
            true,
            List.of(0.1, 1.0),
            EnumSet.of(Intrinsic.SERVICE, Intrinsic.SPAN_NAME, Intrinsic.SPAN_KIND, Intrinsic.STATUS_CODE),
            List.of(),
            List.of(),
            false,
            List.of(),
            true,
            new SpanWeight("", false),
            SpanFilter.ALL);

    private final Registry registry = new Registry(TestSpans.settings(HistogramKind.CLASSIC), 0);

    private int feed(SpanMetricsSettings settings, ResourceSpans... resources) {
        SpanMetrics metrics = new SpanMetrics(settings, registry);
        SpanRow row = new SpanRow();
        row.open(batch(resources), TestSpans.NOW);
        int taken = 0;
        for (int i = 0; i < row.batch().spans().size(); i++) {
            if (row.moveTo(i)) {
                metrics.resource(row);
            }
            taken += metrics.take(row) ? 1 : 0;
        }
        return taken;
    }

    private static SpanMetricsSettings with(List<String> dimensions, String mappings, boolean targetInfo) {
        return new SpanMetricsSettings(
                true,
                false,
                false,
                PLAIN.bounds(),
                EnumSet.of(Intrinsic.SERVICE),
                dimensions,
                mappings.isEmpty() ? List.of() : DimensionMapping.parse(List.of(mappings)),
                targetInfo,
                List.of("secret"),
                true,
                new SpanWeight("ratio", true),
                SpanFilter.ALL);
    }

    @Test
    void a_span_is_counted_measured_and_weighed() {
        Span.Builder first = span("GET /", SpanKind.SPAN_KIND_SERVER, 1, 0, 50);
        Span.Builder second = span("GET /", SpanKind.SPAN_KIND_SERVER, 2, 0, 500);
        int bytes = first.build().getSerializedSize() + second.build().getSerializedSize();

        feed(PLAIN, of(service("shop"), first, second));

        String labels = "service=\"shop\",span_kind=\"SPAN_KIND_SERVER\",span_name=\"GET /\","
                + "status_code=\"STATUS_CODE_UNSET\"";
        assertThat(lines(registry))
                .containsExactly(
                        "traces_spanmetrics_calls_total{" + labels + "} 2",
                        "traces_spanmetrics_latency_bucket{" + labels + ",le=\"+Inf\"} 2",
                        "traces_spanmetrics_latency_bucket{" + labels + ",le=\"0.1\"} 1",
                        "traces_spanmetrics_latency_bucket{" + labels + ",le=\"1\"} 2",
                        "traces_spanmetrics_latency_count{" + labels + "} 2",
                        "traces_spanmetrics_latency_sum{" + labels + "} 0.55",
                        "traces_spanmetrics_size_total{" + labels + "} " + bytes);
    }

    @Test
    void the_default_buckets_are_those_of_tempo() {
        assertThat(Bounds.doubling(0.002, 14))
                .containsExactly(
                        0.002, 0.004, 0.008, 0.016, 0.032, 0.064, 0.128, 0.256, 0.512, 1.024, 2.048, 4.096, 8.192,
                        16.384);
    }

    @Test
    void kinds_and_statuses_have_their_names() {
        SpanMetricsSettings settings = new SpanMetricsSettings(
                true,
                false,
                false,
                PLAIN.bounds(),
                EnumSet.of(Intrinsic.SPAN_KIND, Intrinsic.STATUS_CODE, Intrinsic.STATUS_MESSAGE),
                List.of(),
                List.of(),
                false,
                List.of(),
                true,
                new SpanWeight("", false),
                SpanFilter.ALL);
        Span.Builder failing = failed(span("a", SpanKind.SPAN_KIND_CONSUMER, 1, 0, 5));
        failing.getStatusBuilder().setMessage("no \"luck\"\n");

        feed(
                settings,
                of(
                        service("shop"),
                        failing,
                        span("a", SpanKind.SPAN_KIND_UNSPECIFIED, 2, 0, 5).setKindValue(9)));

        assertThat(lines(registry))
                .containsExactly(
                        "traces_spanmetrics_calls_total{span_kind=\"9\",status_code=\"STATUS_CODE_UNSET\"} 1",
                        "traces_spanmetrics_calls_total{span_kind=\"SPAN_KIND_CONSUMER\","
                                + "status_code=\"STATUS_CODE_ERROR\",status_message=\"no \\\"luck\\\"\\n\"} 1");
    }

    @Test
    void dimensions_come_from_the_resource_first_and_are_left_out_where_nothing_has_them() {
        Span.Builder span = span("a", SpanKind.SPAN_KIND_CLIENT, 1, 0, 5)
                .addAttributes(attribute("region", "span"))
                .addAttributes(attribute("retries", 3L))
                .addAttributes(attribute("service", "mine"))
                .addAttributes(attribute("hot", true));

        feed(
                with(List.of("region", "retries", "service", "missing", "hot"), "", false),
                of(resource(attribute("service.name", "shop"), attribute("region", "eu")), span));

        assertThat(lines(registry))
                .containsExactly("traces_spanmetrics_calls_total{__service=\"mine\",hot=\"true\",region=\"eu\","
                        + "retries=\"3\",service=\"shop\"} 1");
    }

    @Test
    void a_mapping_joins_what_is_there() {
        Resource resource = resource(attribute("service.name", "shop"), attribute("k8s.namespace", "prod"));

        feed(
                with(List.of(), "where=k8s.cluster/k8s.namespace/service.name", false),
                of(resource, span("a", SpanKind.SPAN_KIND_CLIENT, 1, 0, 5)));

        assertThat(lines(registry))
                .containsExactly("traces_spanmetrics_calls_total{service=\"shop\",where=\"prod/shop\"} 1");
    }

    @Test
    void target_information_names_the_resource_and_takes_no_reserved_name() {
        Resource resource = resource(
                attribute("service.name", "shop"),
                attribute("service.namespace", "eu"),
                attribute("service.instance.id", "i-1"),
                attribute("host.name", "h"),
                attribute("secret", "s"),
                attribute("0day", "x"),
                attribute("__name__", "evil"),
                attribute("le", "7"),
                attribute("job", "theirs"),
                attribute("empty", ""));

        feed(with(List.of(), "", true), of(resource, span("a", SpanKind.SPAN_KIND_CLIENT, 1, 0, 5)));

        assertThat(lines(registry))
                .containsExactly(
                        "traces_spanmetrics_calls_total{instance=\"i-1\",job=\"eu/shop\",service=\"shop\"} 1",
                        "traces_target_info{__job=\"theirs\",__le=\"7\",host_name=\"h\",instance=\"i-1\","
                                + "job=\"eu/shop\",key__name__=\"evil\"} 1");
    }

    @Test
    void the_order_of_attributes_makes_no_other_target() {
        KeyValue service = attribute("service.name", "shop");
        KeyValue host = attribute("host.name", "h");
        KeyValue os = attribute("os.type", "linux");

        feed(
                with(List.of("host.name", "host_name"), "", true),
                of(resource(service, host, os), span("a", SpanKind.SPAN_KIND_CLIENT, 1, 0, 5)),
                of(resource(os, host, service), span("a", SpanKind.SPAN_KIND_CLIENT, 2, 0, 5)),
                of(resource(os, service, attribute("host_name", "h")), span("a", SpanKind.SPAN_KIND_CLIENT, 3, 0, 5)));

        assertThat(lines(registry))
                .containsExactly(
                        "traces_spanmetrics_calls_total{host_name=\"h\",job=\"shop\",service=\"shop\"} 3",
                        "traces_target_info{host_name=\"h\",job=\"shop\",os_type=\"linux\"} 1");
    }

    @Test
    void a_resource_that_has_nothing_but_its_name_makes_no_target_information() {
        feed(with(List.of(), "", true), of(service("shop"), span("a", SpanKind.SPAN_KIND_CLIENT, 1, 0, 5)));

        assertThat(lines(registry)).containsExactly("traces_spanmetrics_calls_total{job=\"shop\",service=\"shop\"} 1");
    }

    @Test
    void sampled_spans_count_for_those_that_were_not_sent() {
        feed(
                with(List.of(), "", false),
                of(
                        service("shop"),
                        span("a", SpanKind.SPAN_KIND_CLIENT, 1, 0, 5).addAttributes(attribute("ratio", 0.25)),
                        span("a", SpanKind.SPAN_KIND_CLIENT, 2, 0, 5).setTraceState("x=y, ot=th:8"),
                        span("a", SpanKind.SPAN_KIND_CLIENT, 3, 0, 5)));

        assertThat(lines(registry)).containsExactly("traces_spanmetrics_calls_total{service=\"shop\"} 7");
    }

    @Test
    void what_the_filter_leaves_out_is_told() {
        SpanMetricsSettings settings = new SpanMetricsSettings(
                true,
                false,
                false,
                PLAIN.bounds(),
                EnumSet.of(Intrinsic.SPAN_NAME),
                List.of(),
                List.of(),
                false,
                List.of(),
                true,
                new SpanWeight("", false),
                new SpanFilter(
                        Policies.parse("resource.service.name = \"shop\" && kind = SPAN_KIND_SERVER"),
                        Policies.parse("span.vip = true"),
                        Policies.parse("name =~ \"^health\"")));

        int taken = feed(
                settings,
                of(
                        service("shop"),
                        span("in", SpanKind.SPAN_KIND_SERVER, 1, 0, 5),
                        span("out", SpanKind.SPAN_KIND_CLIENT, 2, 0, 5),
                        span("vip", SpanKind.SPAN_KIND_CLIENT, 3, 0, 5).addAttributes(attribute("vip", true)),
                        span("healthz", SpanKind.SPAN_KIND_SERVER, 4, 0, 5).addAttributes(attribute("vip", true))),
                of(service("other"), span("out", SpanKind.SPAN_KIND_SERVER, 5, 0, 5)));

        assertThat(taken).isEqualTo(2);
        assertThat(lines(registry))
                .containsExactly(
                        "traces_spanmetrics_calls_total{span_name=\"in\"} 1",
                        "traces_spanmetrics_calls_total{span_name=\"vip\"} 1");
    }
}
