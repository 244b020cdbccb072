package dev.spanflame.server.config.generator;

import dev.spanflame.block.overrides.GeneratorOverrides;
import dev.spanflame.block.overrides.Overrides;
import dev.spanflame.generator.EdgeApi;
import dev.spanflame.generator.GeneratorSettings;
import dev.spanflame.generator.GeneratorSettings.HostInfoSettings;
import dev.spanflame.generator.Processor;
import dev.spanflame.generator.graph.EdgeOwners;
import dev.spanflame.generator.graph.ServiceGraphSettings;
import dev.spanflame.generator.label.Label;
import dev.spanflame.generator.label.LabelNames;
import dev.spanflame.generator.label.LabelSet;
import dev.spanflame.generator.remote.RemoteWriteSettings;
import dev.spanflame.generator.series.Bounds;
import dev.spanflame.generator.series.HistogramKind;
import dev.spanflame.generator.series.RegistrySettings;
import dev.spanflame.generator.span.DimensionMapping;
import dev.spanflame.generator.span.Intrinsic;
import dev.spanflame.generator.span.Policies;
import dev.spanflame.generator.span.SpanFilter;
import dev.spanflame.generator.span.SpanMetricsSettings;
import dev.spanflame.server.config.MetricsGenerator;
import dev.spanflame.server.config.RemoteWrite;
import dev.spanflame.server.config.ServiceGraphs;
import dev.spanflame.server.config.SpanMetrics;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.http.HttpRequest;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Makes the settings of a generator out of the keys of [MetricsGenerator].
public final class Generators {
    private static final String INSTANCE_LABEL = "__metrics_gen_instance";
    private static final Duration FIRST_PAUSE = Duration.ofMillis(100);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(5);

    private Generators() {}

    /// Settings of the keys; `instance` is the name of this machine, which tells several generators
    /// apart.
    public static GeneratorSettings settings(MetricsGenerator keys, boolean multiTenancy, String instance) {
        return settings(keys, Overrides.NONE.metricsGenerator(), multiTenancy, instance);
    }

    /// The same for a tenant: what it has set itself goes before the keys.
    ///
    /// Throws [IllegalArgumentException] for what only a newer program can have stored.
    public static GeneratorSettings settings(
            MetricsGenerator keys, GeneratorOverrides own, boolean multiTenancy, String instance) {
        Set<Processor> processors = Processor.parse(Own.list(own.processors(), keys.processors()));
        return new GeneratorSettings(
                Objects.requireNonNullElse(own.collectionInterval(), keys.collectionInterval()),
                !Boolean.TRUE.equals(own.disableCollection()),
                Objects.requireNonNullElse(own.ingestionTimeRangeSlack(), keys.slack()),
                keys.handoverBytes().bytes(),
                registry(keys, own, instance),
                spanMetrics(keys.spanMetrics(), own.processor().spanMetrics(), processors),
                graphs(keys.serviceGraphs(), own.processor().serviceGraphs(), processors),
                hostInfo(keys, own.processor().hostInfo(), processors),
                remoteWrite(keys.remoteWrite(), multiTenancy));
    }

    private static Optional<HostInfoSettings> hostInfo(
            MetricsGenerator keys, GeneratorOverrides.HostInfo own, Set<Processor> processors) {
        return processors.contains(Processor.HOST_INFO)
                ? Optional.of(new HostInfoSettings(
                        Own.list(own.hostIdentifiers(), keys.hostIdentifiers()),
                        Objects.requireNonNullElse(own.metricName(), keys.hostMetric())))
                : Optional.empty();
    }

    private static RegistrySettings registry(MetricsGenerator keys, GeneratorOverrides own, String instance) {
        LabelSet labels = LabelSet.of(List.of(new Label(INSTANCE_LABEL, instance)));
        return new RegistrySettings(
                keys.maxActiveSeries(),
                keys.maxCardinalityPerLabel(),
                keys.staleAfter(),
                histograms(own.generateNativeHistograms(), keys.histograms()),
                Objects.requireNonNullElse(own.traceIdLabelName(), keys.traceIdLabel()),
                labels.with(labels(keys.externalLabels())));
    }

    private static HistogramKind histograms(@Nullable String own, HistogramKind configured) {
        return own == null ? configured : HistogramKind.valueOf(own.toUpperCase(Locale.ROOT));
    }

    private static Optional<SpanMetricsSettings> spanMetrics(
            SpanMetrics keys, GeneratorOverrides.SpanMetrics own, Set<Processor> processors) {
        boolean count = processors.contains(Processor.SPAN_METRICS_COUNT);
        boolean latency = processors.contains(Processor.SPAN_METRICS_LATENCY);
        boolean size = processors.contains(Processor.SPAN_METRICS_SIZE);
        if (!count && !latency && !size) {
            return Optional.empty();
        }
        return Optional.of(new SpanMetricsSettings(
                count,
                latency,
                size,
                Own.bounds(own.histogramBuckets(), Bounds.parse(Listing.of(keys.histogramBuckets()))),
                Own.intrinsics(own.intrinsicDimensions(), Intrinsic.parse(Listing.of(keys.intrinsicDimensions()))),
                Own.list(own.dimensions(), keys.dimensions()),
                Own.mappings(own.dimensionMappings(), DimensionMapping.parse(Listing.of(keys.dimensionMappings()))),
                Objects.requireNonNullElse(own.enableTargetInfo(), keys.targetInfo()),
                Own.list(own.targetInfoExcludedDimensions(), keys.targetInfoExcluded()),
                Objects.requireNonNullElse(own.enableInstanceLabel(), keys.instanceLabel()),
                Own.weight(
                        own.spanMultiplierKey(),
                        own.enableTracestateSpanMultiplier(),
                        keys.multiplierKey(),
                        keys.traceStateMultiplier()),
                Own.filter(own.filterPolicies(), filter(keys.include(), keys.includeAny(), keys.exclude()))));
    }

    private static Optional<ServiceGraphSettings> graphs(
            ServiceGraphs keys, GeneratorOverrides.ServiceGraphs own, Set<Processor> processors) {
        boolean requests = processors.contains(Processor.SERVICE_GRAPHS_REQUEST);
        boolean latency = processors.contains(Processor.SERVICE_GRAPHS_LATENCY);
        boolean connectionInfo = processors.contains(Processor.SERVICE_GRAPHS_CONNECTION_INFO);
        if (!requests && !latency && !connectionInfo) {
            return Optional.empty();
        }
        return Optional.of(new ServiceGraphSettings(
                requests,
                latency,
                connectionInfo,
                keys.maxWait(),
                keys.maxItems(),
                Own.bounds(own.histogramBuckets(), Bounds.parse(Listing.of(keys.histogramBuckets()))),
                Own.list(own.dimensions(), keys.dimensions()),
                Objects.requireNonNullElse(own.enableClientServerPrefix(), keys.clientServerPrefix()),
                Objects.requireNonNullElse(own.enableMessagingSystemLatencyHistogram(), keys.messagingLatency()),
                Objects.requireNonNullElse(own.enableVirtualNodeLabel(), keys.virtualNodeLabel()),
                Own.list(own.peerAttributes(), keys.peerAttributes()),
                Listing.of(keys.databaseAttributes()),
                Own.weight(
                        own.spanMultiplierKey(),
                        own.enableTracestateSpanMultiplier(),
                        keys.multiplierKey(),
                        keys.traceStateMultiplier()),
                Own.filter(own.filterPolicies(), filter(keys.include(), keys.includeAny(), keys.exclude())),
                owners(keys),
                peers(keys.peers())));
    }

    private static EdgeOwners owners(ServiceGraphs keys) {
        List<String> peers = Listing.of(keys.peers());
        return peers.isEmpty()
                ? EdgeOwners.ALONE
                : new EdgeOwners(peers.size(), peers.indexOf(keys.self().strip()));
    }

    private static SpanFilter filter(String include, String includeAny, String exclude) {
        return new SpanFilter(Policies.parse(include), Policies.parse(includeAny), Policies.parse(exclude));
    }

    private static Optional<RemoteWriteSettings> remoteWrite(RemoteWrite keys, boolean multiTenancy) {
        return url(keys.url())
                .map(url -> new RemoteWriteSettings(
                        url,
                        allHeaders(keys),
                        keys.tenantHeader() && multiTenancy,
                        keys.maxQueueBytes().bytes(),
                        keys.maxSamples(),
                        keys.timeout(),
                        FIRST_PAUSE,
                        LONGEST_PAUSE));
    }

    private static Map<String, String> allHeaders(RemoteWrite keys) {
        Map<String, String> headers = new LinkedHashMap<>(headers(keys.headers().value()));
        if (!keys.bearerToken().value().isEmpty()) {
            headers.put("Authorization", "Bearer " + keys.bearerToken().value());
        } else if (!keys.username().isEmpty()) {
            byte[] pair = (keys.username() + ":" + keys.password().value()).getBytes(StandardCharsets.UTF_8);
            headers.put("Authorization", "Basic " + Base64.getEncoder().encodeToString(pair));
        }
        return headers;
    }

    /// Where other processes take halves of calls. Throws [IllegalArgumentException] as [#url].
    public static List<URI> peers(String text) {
        List<URI> peers = new ArrayList<>();
        for (String part : Listing.of(text)) {
            url(part).ifPresent(base -> peers.add(base.resolve(EdgeApi.PATH)));
        }
        return List.copyOf(peers);
    }

    /// The receiver; empty for an empty text. Throws [IllegalArgumentException] that continues
    /// "'url' ...".
    public static Optional<URI> url(String text) {
        if (text.isEmpty()) {
            return Optional.empty();
        }
        try {
            URI url = new URI(text);
            boolean http = "http".equals(url.getScheme()) || "https".equals(url.getScheme());
            if (http && url.getHost() != null) {
                return Optional.of(url);
            }
        } catch (URISyntaxException _) {
            // falls through to the one message that says what is expected
        }
        throw new IllegalArgumentException("is not a URL; write for example http://prometheus:9090/api/v1/write");
    }

    /// `Name: value` between commas. Throws [IllegalArgumentException] without the values, which
    /// may be secret.
    public static Map<String, String> headers(String text) {
        Map<String, String> headers = new LinkedHashMap<>();
        for (String part : Listing.of(text)) {
            int colon = part.indexOf(':');
            if (colon <= 0) {
                throw new IllegalArgumentException("has a part that is not 'Name: value'");
            }
            String name = part.substring(0, colon).strip();
            String value = part.substring(colon + 1).strip();
            try {
                HttpRequest.newBuilder().setHeader(name, value);
            } catch (IllegalArgumentException _) {
                throw new IllegalArgumentException("has the header '" + name + "', which cannot be set so");
            }
            headers.put(name, value);
        }
        return headers;
    }

    /// `name=value` between commas.
    public static LabelSet labels(String text) {
        List<Label> labels = new ArrayList<>();
        for (String part : Listing.of(text)) {
            int equals = part.indexOf('=');
            String name = equals < 0 ? "" : part.substring(0, equals).strip();
            if (!LabelNames.isValid(name)) {
                throw new IllegalArgumentException("has '" + part + "'; expected name=value");
            }
            labels.add(new Label(name, part.substring(equals + 1).strip()));
        }
        return LabelSet.of(labels);
    }
}
