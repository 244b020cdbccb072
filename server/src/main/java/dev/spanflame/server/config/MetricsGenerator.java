package dev.spanflame.server.config;

import dev.spanflame.generator.Processor;
import dev.spanflame.generator.label.LabelNames;
import dev.spanflame.generator.series.HistogramKind;
import dev.spanflame.server.config.generator.Generators;
import dev.spanflame.server.config.generator.Listing;
import dev.spanflame.server.config.value.ByteSize;
import java.time.Duration;

/// Metrics that are made of spans as they come in, see
/// [metrics-generator.md](metrics-generator.md).
///
/// @param processors What is made, divided by commas: `span-metrics`, `service-graphs`,
/// `host-info`, or parts of them as in Tempo. Empty: nothing, but for tenants that ask for it by
/// [overrides](overrides.md) where `remote-write.url` is set.
/// @param collectionInterval Time between two collections of all series.
/// @param staleAfter A series for which nothing came for so long is ended.
/// @param slack How far from now a span may have ended to count; others are counted as discarded.
/// @param maxActiveSeries Most series of a tenant; what does not fit goes to a series with the
/// label `metric_overflow`. 0: no limit.
/// @param maxCardinalityPerLabel Most values of one label; others are replaced by
/// `__cardinality_overflow__`. 0: no limit.
/// @param histograms Histograms in remote write: `classic`, `native` or `both`.
/// @param traceIdLabel Label of exemplars that has the trace id.
/// @param externalLabels Labels added to what is sent by remote write, as `cluster=eu,replica=1`.
/// @param handoverBytes Most memory of spans that wait to be looked at; more are counted as
/// discarded.
/// @param hostIdentifiers Resource attributes that name a host, the first that is there counts
/// (`host-info`).
/// @param hostMetric Name of the gauge of `host-info`.
public record MetricsGenerator(
        String processors,
        Duration collectionInterval,
        Duration staleAfter,
        Duration slack,
        int maxActiveSeries,
        int maxCardinalityPerLabel,
        HistogramKind histograms,
        String traceIdLabel,
        String externalLabels,
        ByteSize handoverBytes,
        String hostIdentifiers,
        String hostMetric,
        SpanMetrics spanMetrics,
        ServiceGraphs serviceGraphs,
        RemoteWrite remoteWrite) {
    /// Checks ranges.
    public MetricsGenerator {
        new Rules()
                .reads("processors", () -> Processor.parse(Listing.of(processors)))
                .atLeast("collection-interval", collectionInterval, Duration.ofSeconds(1))
                .atLeast("stale-after", staleAfter, Duration.ofMinutes(1))
                .positive("slack", slack)
                .atLeast("max-active-series", maxActiveSeries, 0)
                .atLeast("max-cardinality-per-label", maxCardinalityPerLabel, 0)
                .that("trace-id-label", LabelNames.isValid(traceIdLabel), "must be letters, digits and _")
                .reads("external-labels", () -> Generators.labels(externalLabels))
                .atLeast("handover-bytes", handoverBytes, 1 << 20)
                .that("host-identifiers", !Listing.of(hostIdentifiers).isEmpty(), "must have at least one attribute")
                .that("host-metric", LabelNames.isValid(hostMetric), "must be letters, digits and _")
                .check();
    }

    /// Off.
    public static MetricsGenerator defaults() {
        return new MetricsGenerator(
                "",
                Duration.ofSeconds(15),
                Duration.ofMinutes(15),
                Duration.ofSeconds(30),
                500_000,
                0,
                HistogramKind.CLASSIC,
                "traceID",
                "",
                ByteSize.mib(32),
                "k8s.node.name,host.id",
                "traces_host_info",
                SpanMetrics.defaults(),
                ServiceGraphs.defaults(),
                RemoteWrite.defaults());
    }

    /// Whether anything is made or sent: by the processors here, or for those who have something sent.
    public boolean isOn() {
        return !Listing.of(processors).isEmpty() || !remoteWrite.url().isEmpty();
    }
}
