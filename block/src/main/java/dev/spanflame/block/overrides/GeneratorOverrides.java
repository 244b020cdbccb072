package dev.spanflame.block.overrides;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// What a tenant set for the metrics that are made of its spans; null is not set. Immutable.
///
/// @param processors                      Which metrics: `span-metrics`, `service-graphs`, `host-info` and
/// parts of them; empty for none.
/// @param disableCollection               Whether nothing is sent.
/// @param collectionInterval              Time between two collections.
/// @param traceIdLabelName                Label of exemplars that holds the trace id.
/// @param ingestionTimeRangeSlack         How old or early a span may be.
/// @param generateNativeHistograms        `classic`, `native` or `both`.
/// @param nativeHistogramMaxBucketNumber  Buckets of a native histogram.
/// @param nativeHistogramBucketFactor     Growth from bucket to bucket, above 1.
/// @param nativeHistogramMinResetDuration Time between two resets of a native histogram.
/// @param spanNameSanitization            `disabled`, `dry_run` or `enabled`.
@JsonInclude(JsonInclude.Include.NON_NULL)
public record GeneratorOverrides(
        @Nullable List<String> processors,
        @Nullable Boolean disableCollection,
        @Nullable Duration collectionInterval,
        @Nullable String traceIdLabelName,
        @Nullable Duration ingestionTimeRangeSlack,
        @Nullable String generateNativeHistograms,
        @Nullable Long nativeHistogramMaxBucketNumber,
        @Nullable Double nativeHistogramBucketFactor,
        @Nullable Duration nativeHistogramMinResetDuration,
        @Nullable String spanNameSanitization,
        Processor processor) {
    static final GeneratorOverrides NONE =
            new GeneratorOverrides(null, null, null, null, null, null, null, null, null, null, Processor.NONE);

    /// Copies what it is given.
    public GeneratorOverrides {
        processors = Copies.of(processors);
        processor = Objects.requireNonNullElse(processor, Processor.NONE);
    }

    /// Settings of each kind of metrics.
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record Processor(ServiceGraphs serviceGraphs, SpanMetrics spanMetrics, HostInfo hostInfo) {
        static final Processor NONE = new Processor(ServiceGraphs.NONE, SpanMetrics.NONE, HostInfo.NONE);

        /// Nothing set where nothing is given.
        public Processor {
            serviceGraphs = Objects.requireNonNullElse(serviceGraphs, ServiceGraphs.NONE);
            spanMetrics = Objects.requireNonNullElse(spanMetrics, SpanMetrics.NONE);
            hostInfo = Objects.requireNonNullElse(hostInfo, HostInfo.NONE);
        }
    }

    /// Which service calls which.
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record ServiceGraphs(
            @Nullable List<String> dimensions,
            @Nullable Boolean enableClientServerPrefix,
            @Nullable Boolean enableMessagingSystemLatencyHistogram,
            @Nullable Boolean enableVirtualNodeLabel,
            @Nullable List<String> peerAttributes,
            @Nullable List<FilterPolicy> filterPolicies,
            @Nullable List<Double> histogramBuckets,
            @Nullable String spanMultiplierKey,
            @Nullable Boolean enableTracestateSpanMultiplier) {
        static final ServiceGraphs NONE = new ServiceGraphs(null, null, null, null, null, null, null, null, null);

        /// Copies the lists.
        public ServiceGraphs {
            dimensions = Copies.of(dimensions);
            peerAttributes = Copies.of(peerAttributes);
            filterPolicies = Copies.of(filterPolicies);
            histogramBuckets = Copies.of(histogramBuckets);
        }
    }

    /// Calls, errors and durations of spans.
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record SpanMetrics(
            @Nullable List<String> dimensions,
            @Nullable Map<String, Boolean> intrinsicDimensions,
            @Nullable List<DimensionMapping> dimensionMappings,
            @Nullable Boolean enableTargetInfo,
            @Nullable List<FilterPolicy> filterPolicies,
            @Nullable List<Double> histogramBuckets,
            @Nullable List<String> targetInfoExcludedDimensions,
            @Nullable Boolean enableInstanceLabel,
            @Nullable String spanMultiplierKey,
            @Nullable Boolean enableTracestateSpanMultiplier) {
        static final SpanMetrics NONE = new SpanMetrics(null, null, null, null, null, null, null, null, null, null);

        /// Copies the lists.
        public SpanMetrics {
            dimensions = Copies.of(dimensions);
            intrinsicDimensions = Copies.of(intrinsicDimensions);
            dimensionMappings = Copies.of(dimensionMappings);
            filterPolicies = Copies.of(filterPolicies);
            histogramBuckets = Copies.of(histogramBuckets);
            targetInfoExcludedDimensions = Copies.of(targetInfoExcludedDimensions);
        }
    }

    /// Which hosts there are.
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record HostInfo(
            @Nullable List<String> hostIdentifiers,
            @Nullable String metricName) {
        static final HostInfo NONE = new HostInfo(null, null);

        /// Copies the list.
        public HostInfo {
            hostIdentifiers = Copies.of(hostIdentifiers);
        }
    }

    /// A label made of the values of attributes.
    public record DimensionMapping(String name, List<String> sourceLabels, String join) {
        /// Empty where nothing is given.
        public DimensionMapping {
            name = Objects.requireNonNullElse(name, "");
            List<String> labels = Copies.of(sourceLabels);
            sourceLabels = labels == null ? List.of() : labels;
            join = Objects.requireNonNullElse(join, "");
        }
    }

    /// Spans that count: those with all of `include`, any of `includeAny`, and not all of `exclude`.
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record FilterPolicy(
            @Nullable PolicyMatch include,
            @Nullable PolicyMatch includeAny,
            @Nullable PolicyMatch exclude) {}

    /// Values of attributes, compared as `matchType` (`strict` or `regex`) says.
    public record PolicyMatch(String matchType, List<PolicyAttribute> attributes) {
        /// Empty where nothing is given.
        public PolicyMatch {
            matchType = Objects.requireNonNullElse(matchType, "");
            List<PolicyAttribute> all = Copies.of(attributes);
            attributes = all == null ? List.of() : all;
        }
    }

    /// The value wanted of one attribute: a text, a number or a truth value.
    public record PolicyAttribute(String key, @Nullable Object value) {
        /// An empty key where none is given.
        public PolicyAttribute {
            key = Objects.requireNonNullElse(key, "");
        }
    }
}
