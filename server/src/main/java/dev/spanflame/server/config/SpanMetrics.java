package dev.spanflame.server.config;

import dev.spanflame.generator.series.Bounds;
import dev.spanflame.generator.span.DimensionMapping;
import dev.spanflame.generator.span.Intrinsic;
import dev.spanflame.generator.span.Policies;
import dev.spanflame.server.config.generator.Listing;

/// What is made of each span. Lists are divided by commas.
///
/// @param histogramBuckets Upper bounds of the buckets of `traces_spanmetrics_latency`, in seconds.
/// @param intrinsicDimensions Labels that every span has: `service`, `span_name`, `span_kind`,
/// `status_code`, `status_message`.
/// @param dimensions Attributes that become labels, looked for in the resource, then in the span.
/// @param dimensionMappings Labels made of several attributes: `label=key/key` joins their values
/// by `/` (or by `:`, or by nothing with `+`).
/// @param targetInfo Whether `traces_target_info` is made, and the labels `job` and `instance`.
/// @param targetInfoExcluded Resource attributes that it leaves out.
/// @param instanceLabel Whether there is a label `instance` at all.
/// @param multiplierKey Attribute with the ratio of sampling: a span with 0.1 counts as ten.
/// @param traceStateMultiplier Whether the ratio is taken from W3C `tracestate` (`ot=th:...`)
/// first.
/// @param include Only spans for which all of these conditions hold: `resource.env = "prod" && kind
/// = SPAN_KIND_SERVER`.
/// @param includeAny Spans for which one of these policies, divided by two `|`, holds are taken in
/// any case.
/// @param exclude Spans for which one of these policies holds are not taken at all.
public record SpanMetrics(
        String histogramBuckets,
        String intrinsicDimensions,
        String dimensions,
        String dimensionMappings,
        boolean targetInfo,
        String targetInfoExcluded,
        boolean instanceLabel,
        String multiplierKey,
        boolean traceStateMultiplier,
        String include,
        String includeAny,
        String exclude) {
    /// Checks the lists.
    public SpanMetrics {
        new Rules()
                .reads("histogram-buckets", () -> Bounds.parse(Listing.of(histogramBuckets)))
                .reads("intrinsic-dimensions", () -> Intrinsic.parse(Listing.of(intrinsicDimensions)))
                .reads("dimension-mappings", () -> DimensionMapping.parse(Listing.of(dimensionMappings)))
                .reads("include", () -> Policies.parse(include))
                .reads("include-any", () -> Policies.parse(includeAny))
                .reads("exclude", () -> Policies.parse(exclude))
                .check();
    }

    /// As in Tempo.
    public static SpanMetrics defaults() {
        return new SpanMetrics(
                "0.002,0.004,0.008,0.016,0.032,0.064,0.128,0.256,0.512,1.024,2.048,4.096,8.192,16.384",
                "service,span_name,span_kind,status_code",
                "",
                "",
                false,
                "",
                true,
                "",
                false,
                "",
                "",
                "");
    }
}
