package dev.spanflame.generator;

import dev.spanflame.generator.graph.ServiceGraphSettings;
import dev.spanflame.generator.remote.RemoteWriteSettings;
import dev.spanflame.generator.series.RegistrySettings;
import dev.spanflame.generator.span.SpanMetricsSettings;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/// How a [MetricsGenerator] works.
///
/// @param interval     time between two collections
/// @param sending      whether what is collected is sent
/// @param slack        how far from now a span may have ended to count
/// @param handoverBytes most memory of spans that wait to be looked at
/// @param registry     how series are kept
/// @param spanMetrics  what is made of each span; empty for nothing
/// @param graphs       what is made of calls; empty for nothing
/// @param hostInfo     what is made of hosts; empty for nothing
/// @param remoteWrite  where samples are sent; empty for nowhere
public record GeneratorSettings(
        Duration interval,
        boolean sending,
        Duration slack,
        long handoverBytes,
        RegistrySettings registry,
        Optional<SpanMetricsSettings> spanMetrics,
        Optional<ServiceGraphSettings> graphs,
        Optional<HostInfoSettings> hostInfo,
        Optional<RemoteWriteSettings> remoteWrite) {
    /// Whether nothing is made of spans.
    public boolean isIdle() {
        return spanMetrics.isEmpty() && graphs.isEmpty() && hostInfo.isEmpty();
    }

    /// How hosts are found.
    ///
    /// @param identifiers resource attributes, the first that is there names the host
    /// @param metric      name of the gauge
    public record HostInfoSettings(List<String> identifiers, String metric) {
        /// Copies the list.
        public HostInfoSettings {
            identifiers = List.copyOf(identifiers);
        }
    }
}
