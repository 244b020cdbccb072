package dev.spanflame.generator.span;

import static dev.spanflame.generator.TestSpans.attribute;
import static dev.spanflame.generator.TestSpans.lines;
import static dev.spanflame.generator.TestSpans.of;
import static dev.spanflame.generator.TestSpans.resource;
import static dev.spanflame.generator.TestSpans.row;
import static dev.spanflame.generator.TestSpans.span;
import static org.assertj.core.api.Assertions.assertThat;

import dev.spanflame.generator.TestSpans;
import dev.spanflame.generator.series.HistogramKind;
import dev.spanflame.generator.series.Registry;
import io.opentelemetry.proto.resource.v1.Resource;
import io.opentelemetry.proto.trace.v1.Span.SpanKind;
import java.util.List;
import org.junit.jupiter.api.Test;

class HostInfoTest {
    private final Registry registry = new Registry(TestSpans.settings(HistogramKind.CLASSIC), 0);
    private final HostInfo info = new HostInfo(List.of("k8s.node.name", "host.id"), "traces_host_info", registry);

    private void see(Resource resource) {
        info.resource(row(of(resource, span("a", SpanKind.SPAN_KIND_CLIENT, 1, 0, 5))));
    }

    @Test
    void the_first_identifier_that_a_resource_has_names_its_host() {
        see(resource(attribute("host.id", "h-1"), attribute("k8s.node.name", "node-1")));
        see(resource(attribute("host.id", "h-2"), attribute("k8s.node.name", "")));
        see(resource(attribute("host.id", 7L)));
        see(resource(attribute("service.name", "shop")));

        assertThat(lines(registry))
                .containsExactly(
                        "traces_host_info{grafana_host_id=\"h-2\",host_source=\"host.id\"} 1",
                        "traces_host_info{grafana_host_id=\"node-1\",host_source=\"k8s.node.name\"} 1");
    }
}
