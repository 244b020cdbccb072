package dev.spanflame.generator.span;

import java.util.List;
import java.util.Set;

/// How [SpanMetrics] are made.
///
/// @param count                whether calls are counted
/// @param latency              whether durations are
/// @param size                 whether bytes are
/// @param bounds               upper bounds of the buckets, seconds, ascending
/// @param intrinsics           which of a span's own properties are labels
/// @param dimensions           attributes that are labels, looked for in the resource, then in the span
/// @param mappings             labels made of several attributes
/// @param targetInfo           whether `traces_target_info` is made, and labels `job` and `instance`
/// @param targetInfoExcluded   resource attributes that it leaves out
/// @param instanceLabel        whether there is a label `instance` at all
/// @param weight               how many spans one stands for
/// @param filter               which spans count
public record SpanMetricsSettings(
        boolean count,
        boolean latency,
        boolean size,
        List<Double> bounds,
        Set<Intrinsic> intrinsics,
        List<String> dimensions,
        List<DimensionMapping> mappings,
        boolean targetInfo,
        List<String> targetInfoExcluded,
        boolean instanceLabel,
        SpanWeight weight,
        SpanFilter filter) {}
