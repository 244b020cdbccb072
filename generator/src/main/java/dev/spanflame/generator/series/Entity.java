package dev.spanflame.generator.series;

import dev.spanflame.generator.label.LabelSet;
import org.jspecify.annotations.Nullable;

/// All series of a [SeriesGroup] that have one label set. Changed through its group alone.
public final class Entity {
    final LabelSet labels;
    final WireLabels wire;
    final double[] values;
    final @Nullable Histogram[] histograms;
    /// A bit for each metric that has a value.
    long open;
    /// A bit for each metric whose zero was sent.
    long announced;
    long lastMillis;

    Entity(LabelSet labels, WireLabels wire, int metrics) {
        this.labels = labels;
        this.wire = wire;
        this.values = new double[metrics];
        this.histograms = new @Nullable Histogram[metrics];
    }

    boolean has(int metric) {
        return (open >>> metric & 1) != 0;
    }

    boolean isAnnounced(int metric) {
        return (announced >>> metric & 1) != 0;
    }

    void announce(int metric) {
        announced |= 1L << metric;
    }
}
