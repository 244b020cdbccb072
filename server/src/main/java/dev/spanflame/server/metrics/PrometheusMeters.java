package dev.spanflame.server.metrics;

import dev.spanflame.model.metric.Meters;
import dev.spanflame.proto.edge.HttpReply;
import dev.spanflame.proto.edge.Route;
import dev.spanflame.proto.edge.Route.ErrorFormat;
import dev.spanflame.proto.edge.Route.TenantRule;
import io.prometheus.metrics.expositionformats.ExpositionFormatWriter;
import io.prometheus.metrics.expositionformats.ExpositionFormats;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;

/// [Meters] over the Prometheus client, with the text formats that scrapers ask for. Thread-safe.
public final class PrometheusMeters implements Meters {
    private static final System.Logger LOG = System.getLogger("server.metrics");

    private final PrometheusRegistry registry = new PrometheusRegistry();
    private final ExpositionFormats formats = ExpositionFormats.init();
    private final Map<String, Counter> counters = new ConcurrentHashMap<>();
    private final Map<String, Distribution> distributions = new ConcurrentHashMap<>();
    private final Map<String, Supplier<List<Reading>>> gauges = new ConcurrentHashMap<>();

    /// Metrics of the process itself are there from the start; `version` names the build.
    public PrometheusMeters(String version) {
        ProcessMeters.register(registry, version);
    }

    @Override
    public Counter counter(String name, String help, String... labelNames) {
        return counters.computeIfAbsent(name, _ -> {
            io.prometheus.metrics.core.metrics.Counter counter = io.prometheus.metrics.core.metrics.Counter.builder()
                    .name(name)
                    .help(help)
                    .labelNames(labelNames)
                    .withoutExemplars()
                    .register(registry);
            if (labelNames.length == 0) {
                return (amount, _) -> counter.inc(amount);
            }
            return (amount, values) -> counter.labelValues(values).inc(amount);
        });
    }

    @Override
    public Distribution distribution(String name, String help, double[] bounds, String... labelNames) {
        return distributions.computeIfAbsent(name, _ -> {
            io.prometheus.metrics.core.metrics.Histogram histogram =
                    io.prometheus.metrics.core.metrics.Histogram.builder()
                            .name(name)
                            .help(help)
                            .labelNames(labelNames)
                            .classicOnly()
                            .classicUpperBounds(bounds)
                            .withoutExemplars()
                            .register(registry);
            if (labelNames.length == 0) {
                return (value, _) -> histogram.observe(value);
            }
            return (value, values) -> histogram.labelValues(values).observe(value);
        });
    }

    @Override
    public void gauge(String name, String help, List<String> labelNames, Supplier<List<Reading>> read) {
        if (gauges.put(name, read) != null) {
            return;
        }
        io.prometheus.metrics.core.metrics.GaugeWithCallback.builder()
                .name(name)
                .help(help)
                .labelNames(labelNames.toArray(String[]::new))
                .callback(callback -> {
                    for (Reading reading : readings(name)) {
                        callback.call(reading.value(), reading.labelValues().toArray(String[]::new));
                    }
                })
                .register(registry);
    }

    /// A gauge that fails must not take the others with it.
    private List<Reading> readings(String name) {
        Supplier<List<Reading>> read = gauges.get(name);
        try {
            return read == null ? List.of() : read.get();
        } catch (RuntimeException e) {
            LOG.log(System.Logger.Level.WARNING, "gauge cannot be read name=" + name, e);
            return List.of();
        }
    }

    /// `GET /metrics`: OpenMetrics for those who accept it, the classic text format for all others.
    public Route route() {
        return new Route(
                Set.of("GET"), "/metrics", 0, TenantRule.NONE, ErrorFormat.TEXT, call -> scrape(call.header("Accept")));
    }

    private HttpReply scrape(String accept) {
        ExpositionFormatWriter writer = accept.contains("application/openmetrics-text")
                ? formats.getOpenMetricsTextFormatWriter()
                : formats.getPrometheusTextFormatWriter();
        ByteArrayOutputStream out = new ByteArrayOutputStream(16 << 10);
        try {
            writer.write(out, registry.scrape());
        } catch (IOException e) {
            throw new UncheckedIOException("memory cannot fail", e);
        }
        return HttpReply.ok(writer.getContentType(), out.toByteArray());
    }
}
