package dev.spanflame.generator.series;

import dev.spanflame.generator.label.LabelSet;
import java.time.Duration;

/// How a [Registry] keeps its series.
///
/// @param maxSeries         most series of a tenant; 0 for no limit
/// @param maxValuesPerLabel most values of one label; 0 for no limit
/// @param staleAfter        a series for which nothing came for so long is ended
/// @param histograms        what remote write gets
/// @param traceIdLabel      name of the label that exemplars carry the trace id in
/// @param externalLabels    added to every series that is sent by remote write
public record RegistrySettings(
        int maxSeries,
        int maxValuesPerLabel,
        Duration staleAfter,
        HistogramKind histograms,
        String traceIdLabel,
        LabelSet externalLabels) {}
