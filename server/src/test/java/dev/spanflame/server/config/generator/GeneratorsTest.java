package dev.spanflame.server.config.generator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.spanflame.block.overrides.Overrides;
import dev.spanflame.block.overrides.OverridesJson;
import dev.spanflame.generator.GeneratorSettings;
import dev.spanflame.generator.GeneratorSettings.HostInfoSettings;
import dev.spanflame.generator.graph.EdgeOwners;
import dev.spanflame.generator.graph.ServiceGraphSettings;
import dev.spanflame.generator.label.Label;
import dev.spanflame.generator.remote.RemoteWriteSettings;
import dev.spanflame.generator.series.HistogramKind;
import dev.spanflame.generator.span.DimensionMapping;
import dev.spanflame.generator.span.Intrinsic;
import dev.spanflame.generator.span.Policies;
import dev.spanflame.generator.span.SpanFilter;
import dev.spanflame.generator.span.SpanMetricsSettings;
import dev.spanflame.generator.span.SpanWeight;
import dev.spanflame.server.config.MetricsGenerator;
import dev.spanflame.server.config.load.ConfigException;
import dev.spanflame.server.config.load.ConfigLoader;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class GeneratorsTest {
    private static final String PREFIX = "metrics-generator.";

    private static MetricsGenerator keys(String... namesAndValues) throws ConfigException {
        Map<String, String> flags = new HashMap<>();
        for (int i = 0; i < namesAndValues.length; i += 2) {
            flags.put(PREFIX + namesAndValues[i], namesAndValues[i + 1]);
        }
        return ConfigLoader.load(flags, Map.of(), Optional.empty()).metricsGenerator();
    }

    private static GeneratorSettings settings(String... namesAndValues) throws ConfigException {
        return Generators.settings(keys(namesAndValues), true, "host-1");
    }

    @Test
    void nothing_is_made_unless_asked_for() throws ConfigException {
        assertThat(keys().isOn()).isFalse();
        assertThat(keys("remote-write.url", "http://p:9090/w").isOn()).isTrue();
        GeneratorSettings settings = settings();
        assertThat(settings.spanMetrics()).isEmpty();
        assertThat(settings.graphs()).isEmpty();
        assertThat(settings.hostInfo()).isEmpty();
        assertThat(settings.remoteWrite()).isEmpty();
    }

    @Test
    void the_defaults_are_those_of_tempo() throws ConfigException {
        assertThat(keys("processors", "span-metrics,service-graphs,host-info").isOn())
                .isTrue();
        GeneratorSettings settings = settings("processors", "span-metrics,service-graphs,host-info");

        assertThat(settings.interval()).isEqualTo(Duration.ofSeconds(15));
        assertThat(settings.slack()).isEqualTo(Duration.ofSeconds(30));
        assertThat(settings.registry().staleAfter()).isEqualTo(Duration.ofMinutes(15));
        assertThat(settings.registry().traceIdLabel()).isEqualTo("traceID");
        assertThat(settings.registry().histograms()).isEqualTo(HistogramKind.CLASSIC);
        assertThat(settings.registry().externalLabels().labels())
                .containsExactly(new Label("__metrics_gen_instance", "host-1"));
        SpanMetricsSettings spans = settings.spanMetrics().orElseThrow();
        assertThat(spans.bounds()).hasSize(14).startsWith(0.002).endsWith(16.384);
        assertThat(spans.intrinsics())
                .containsExactly(Intrinsic.SERVICE, Intrinsic.SPAN_NAME, Intrinsic.SPAN_KIND, Intrinsic.STATUS_CODE);
        ServiceGraphSettings graphs = settings.graphs().orElseThrow();
        assertThat(graphs.maxWait()).isEqualTo(Duration.ofSeconds(10));
        assertThat(graphs.bounds()).containsExactly(0.1, 0.2, 0.4, 0.8, 1.6, 3.2, 6.4, 12.8);
        assertThat(graphs.peerAttributes()).containsExactly("peer.service", "db.name", "db.system", "db.system.name");
        assertThat(graphs.databaseAttributes())
                .containsExactly("db.namespace", "db.name", "db.system", "db.system.name");
        assertThat(graphs.connectionInfo()).isFalse();
        assertThat(settings.hostInfo().orElseThrow().identifiers()).containsExactly("k8s.node.name", "host.id");
    }

    @Test
    void lists_and_mappings_are_read() throws ConfigException {
        GeneratorSettings settings = settings(
                "processors", "span-metrics-count",
                "external-labels", "cluster=eu, replica=1",
                "span-metrics.dimensions", "http.route, k8s.pod.name",
                "span-metrics.dimension-mappings", "where=a/b");
        SpanMetricsSettings spans = settings.spanMetrics().orElseThrow();

        assertThat(spans.latency()).isFalse();
        assertThat(spans.dimensions()).containsExactly("http.route", "k8s.pod.name");
        assertThat(spans.mappings()).containsExactly(new DimensionMapping("where", List.of("a", "b"), "/"));
        assertThat(settings.registry().externalLabels().labels())
                .containsExactly(
                        new Label("__metrics_gen_instance", "host-1"),
                        new Label("cluster", "eu"),
                        new Label("replica", "1"));
    }

    private static GeneratorSettings own(String json, String... namesAndValues) throws ConfigException {
        Overrides overrides =
                OverridesJson.parse(("{\"metrics_generator\":" + json + "}").getBytes(StandardCharsets.UTF_8));
        return Generators.settings(keys(namesAndValues), overrides.metricsGenerator(), true, "host-1");
    }

    @Test
    void a_tenant_that_has_set_nothing_has_what_is_configured() throws ConfigException {
        String[] keys = {
            "processors", "span-metrics,service-graphs",
            "span-metrics.multiplier-key", "ratio",
            "span-metrics.include", "kind = SPAN_KIND_SERVER"
        };

        assertThat(own("{}", keys)).isEqualTo(settings(keys));
    }

    @Test
    void what_a_tenant_has_set_for_span_metrics_replaces_what_is_configured() throws ConfigException {
        String json = """
                {"processors": ["span-metrics", "host-info"],
                 "disable_collection": true, "collection_interval": "1m", "trace_id_label_name": "trace",
                 "ingestion_time_range_slack": "2m", "generate_native_histograms": "both",
                 "processor": {"host_info": {"host_identifiers": ["pod"], "metric_name": "hosts"},
                  "span_metrics": {"dimensions": ["zone"], "histogram_buckets": [0.5, 2],
                   "intrinsic_dimensions": {"span_name": false, "status_message": true},
                   "dimension_mappings": [{"name": "where", "source_labels": ["a", "b"], "join": "-"}],
                   "enable_target_info": true, "target_info_excluded_dimensions": ["x"],
                   "enable_instance_label": false, "span_multiplier_key": "ratio",
                   "enable_tracestate_span_multiplier": true}}}""";
        GeneratorSettings settings = own(json, "processors", "service-graphs", "span-metrics.dimensions", "http.route");
        SpanMetricsSettings spans = settings.spanMetrics().orElseThrow();

        assertThat(settings).isEqualTo(own(json, "processors", "service-graphs"));
        assertThat(settings.graphs()).isEmpty();
        assertThat(settings.hostInfo()).contains(new HostInfoSettings(List.of("pod"), "hosts"));
        assertThat(settings.sending()).isFalse();
        assertThat(settings.interval()).isEqualTo(Duration.ofMinutes(1));
        assertThat(settings.slack()).isEqualTo(Duration.ofMinutes(2));
        assertThat(settings.registry().traceIdLabel()).isEqualTo("trace");
        assertThat(settings.registry().histograms()).isEqualTo(HistogramKind.BOTH);
        assertThat(spans.bounds()).containsExactly(0.5, 2.0);
        assertThat(spans.dimensions()).containsExactly("zone");
        assertThat(spans.intrinsics())
                .containsExactly(
                        Intrinsic.SERVICE, Intrinsic.SPAN_KIND, Intrinsic.STATUS_CODE, Intrinsic.STATUS_MESSAGE);
        assertThat(spans.mappings()).containsExactly(new DimensionMapping("where", List.of("a", "b"), "-"));
        assertThat(spans.targetInfo()).isTrue();
        assertThat(spans.targetInfoExcluded()).containsExactly("x");
        assertThat(spans.instanceLabel()).isFalse();
        assertThat(spans.weight()).isEqualTo(new SpanWeight("ratio", true));
    }

    @Test
    void what_a_tenant_has_set_for_service_graphs_replaces_what_is_configured() throws ConfigException {
        ServiceGraphSettings graphs =
                own("""
                        {"processor": {"service_graphs": {"dimensions": ["zone"], "histogram_buckets": [3],
                          "enable_client_server_prefix": true, "enable_messaging_system_latency_histogram": true,
                          "enable_virtual_node_label": true, "peer_attributes": ["peer"],
                          "span_multiplier_key": "ratio"}}}""", "processors", "service-graphs").graphs().orElseThrow();

        assertThat(graphs.dimensions()).containsExactly("zone");
        assertThat(graphs.bounds()).containsExactly(3.0);
        assertThat(graphs.sidePrefix()).isTrue();
        assertThat(graphs.messagingLatency()).isTrue();
        assertThat(graphs.virtualNodeLabel()).isTrue();
        assertThat(graphs.peerAttributes()).containsExactly("peer");
        assertThat(graphs.weight()).isEqualTo(new SpanWeight("ratio", false));
        assertThat(graphs.databaseAttributes()).isNotEmpty();
    }

    @Test
    void policies_of_a_tenant_are_compared_by_what_they_say() throws ConfigException {
        String policies = "{\"processors\":[\"span-metrics\"],\"processor\":{\"span_metrics\":{\"filter_policies\":"
                + "[{\"include\":{\"match_type\":\"regex\",\"attributes\":[{\"key\":\"name\",\"value\":\"WANTED\"}]},"
                + "\"exclude\":{\"match_type\":\"strict\",\"attributes\":[{\"key\":\"span.http.code\",\"value\":404}]}}]}}}";

        SpanFilter filter = own(policies).spanMetrics().orElseThrow().filter();
        assertThat(own(policies).spanMetrics().orElseThrow().filter()).isEqualTo(filter);
        assertThat(own(policies.replace("WANTED", "other"))
                        .spanMetrics()
                        .orElseThrow()
                        .filter())
                .isNotEqualTo(filter);
        assertThat(filter.includeAny()).isEqualTo(Policies.NONE);
        assertThat(filter).isNotEqualTo(SpanFilter.ALL);
    }

    @Test
    void a_receiver_has_headers_and_credentials() throws ConfigException {
        RemoteWriteSettings basic = settings(
                        "remote-write.url", "https://mimir/api/v1/push",
                        "remote-write.headers", "X-Scope-OrgID: prod, X-Other: a:b",
                        "remote-write.username", "me",
                        "remote-write.password", "secret")
                .remoteWrite()
                .orElseThrow();
        RemoteWriteSettings bearer = settings(
                        "remote-write.url", "http://p:9090/w", "remote-write.bearer-token", "t0ken")
                .remoteWrite()
                .orElseThrow();

        assertThat(basic.url()).isEqualTo(URI.create("https://mimir/api/v1/push"));
        assertThat(basic.headers())
                .isEqualTo(Map.of("X-Scope-OrgID", "prod", "X-Other", "a:b", "Authorization", "Basic bWU6c2VjcmV0"));
        assertThat(basic.tenantHeader()).isTrue();
        assertThat(bearer.headers()).isEqualTo(Map.of("Authorization", "Bearer t0ken"));
    }

    @Test
    void processes_agree_on_their_numbers() throws ConfigException {
        ServiceGraphSettings graphs = settings(
                        "processors", "service-graphs",
                        "service-graphs.peers", "http://a:4318, http://b:4318",
                        "service-graphs.self", "http://b:4318")
                .graphs()
                .orElseThrow();

        assertThat(graphs.owners()).isEqualTo(new EdgeOwners(2, 1));
        assertThat(graphs.peers())
                .containsExactly(
                        URI.create("http://a:4318/metrics-generator/edges"),
                        URI.create("http://b:4318/metrics-generator/edges"));
        assertThatThrownBy(() -> keys("service-graphs.peers", "http://a:4318", "service-graphs.self", "http://c:4318"))
                .hasMessageContaining("is not one of metrics-generator.service-graphs.peers");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '#',
            value = {
                "processors # local-blocks # has 'local-blocks', which is not one of",
                "external-labels # cluster # has 'cluster'; expected name=value",
                "trace-id-label # trace id # must be letters, digits and _",
                "span-metrics.histogram-buckets # 1,x # has 'x', which is not a number of seconds",
                "span-metrics.histogram-buckets # 0 # has '0'; bounds are above 0 and finite",
                "span-metrics.exclude # name # has the end at position 4; expected '=' or '=~'",
                "span-metrics.dimension-mappings # a # has 'a'; expected label=key/key",
                "service-graphs.max-items # 0 # must be 1 to 10000000",
                "remote-write.url # prometheus:9090 # is not a URL; write for example http://prometheus:9090",
                "remote-write.headers # Host: x # has the header 'Host', which cannot be set so",
                "remote-write.password # x # is set without username",
                "service-graphs.peers # a:4318 # is not a URL"
            })
    void what_cannot_be_used_keeps_the_server_from_starting(String key, String value, String message) {
        assertThatThrownBy(() -> keys(key, value))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("'" + PREFIX + key + "' " + message);
    }
}
