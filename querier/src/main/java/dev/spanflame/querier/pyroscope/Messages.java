package dev.spanflame.querier.pyroscope;

import dev.spanflame.block.profile.SeriesSums;
import dev.spanflame.model.Hex;
import dev.spanflame.model.Labels;
import dev.spanflame.model.profile.FlameGraph;
import dev.spanflame.model.profile.FlameGraphDiff;
import dev.spanflame.proto.querier.v1.Level;
import dev.spanflame.proto.types.v1.HeatmapSeries;
import dev.spanflame.proto.types.v1.HeatmapSlot;
import dev.spanflame.proto.types.v1.Point;
import dev.spanflame.proto.types.v1.Series;
import dev.spanflame.querier.profiles.Exemplar;
import dev.spanflame.querier.profiles.HeatMap;
import dev.spanflame.querier.profiles.PointSeries;
import dev.spanflame.querier.profiles.ProfilePoints.SpanOf;
import java.util.Arrays;
import java.util.List;

/// Answers as messages.
final class Messages {
    private Messages() {}

    static dev.spanflame.proto.querier.v1.FlameGraph of(FlameGraph graph) {
        return dev.spanflame.proto.querier.v1.FlameGraph.newBuilder()
                .addAllNames(graph.names())
                .addAllLevels(levels(graph.levels()))
                .setTotal(graph.total())
                .setMaxSelf(graph.maxSelf())
                .build();
    }

    static dev.spanflame.proto.querier.v1.FlameGraphDiff of(FlameGraphDiff graph) {
        return dev.spanflame.proto.querier.v1.FlameGraphDiff.newBuilder()
                .addAllNames(graph.names())
                .addAllLevels(levels(graph.levels()))
                .setTotal(graph.total())
                .setMaxSelf(graph.maxSelf())
                .setLeftTicks(graph.leftTotal())
                .setRightTicks(graph.rightTotal())
                .build();
    }

    private static List<Level> levels(List<long[]> levels) {
        return levels.stream().map(Messages::level).toList();
    }

    private static Level level(long[] values) {
        Level.Builder level = Level.newBuilder();
        for (long value : values) {
            level.addValues(value);
        }
        return level.build();
    }

    static Series of(SeriesSums.Series series) {
        Series.Builder message = Series.newBuilder().addAllLabels(labels(series.labels()));
        for (SeriesSums.Point point : series.points()) {
            message.addPoints(Point.newBuilder().setValue(point.value()).setTimestamp(point.timeMillis()));
        }
        return message.build();
    }

    static Series of(PointSeries.WithExemplars series) {
        Series.Builder message =
                Series.newBuilder().addAllLabels(labels(series.series().labels()));
        for (SeriesSums.Point point : series.series().points()) {
            Point.Builder shown = Point.newBuilder().setValue(point.value()).setTimestamp(point.timeMillis());
            Exemplar exemplar = series.exemplars().get(point.timeMillis());
            if (exemplar != null) {
                shown.addExemplars(of(exemplar));
            }
            message.addPoints(shown);
        }
        return message.build();
    }

    static HeatmapSeries of(HeatMap.Series series, double[] lowest) {
        HeatmapSeries.Builder message = HeatmapSeries.newBuilder().addAllLabels(labels(series.labels()));
        List<Double> rows = Arrays.stream(lowest).boxed().toList();
        for (HeatMap.Column column : series.columns()) {
            HeatmapSlot.Builder slot = HeatmapSlot.newBuilder()
                    .setTimestamp(column.timeMillis())
                    .addAllYMin(rows)
                    .addAllCounts(Arrays.stream(column.counts()).boxed().toList());
            column.exemplars().forEach(exemplar -> slot.addExemplars(of(exemplar)));
            message.addSlots(slot);
        }
        return message.build();
    }

    private static dev.spanflame.proto.types.v1.Exemplar of(Exemplar exemplar) {
        SpanOf span = exemplar.span();
        return dev.spanflame.proto.types.v1.Exemplar.newBuilder()
                .setTimestamp(exemplar.timeMillis())
                .setProfileId(exemplar.profile().toString())
                .setSpanId(span.span() == 0 ? "" : Hex.of(span.span()))
                .setTraceId(
                        span.trace().high() == 0 && span.trace().low() == 0
                                ? ""
                                : span.trace().hex())
                .setValue(exemplar.value())
                .addAllLabels(labels(exemplar.labels()))
                .build();
    }

    private static List<dev.spanflame.proto.types.v1.LabelPair> labels(Labels labels) {
        return labels.pairs().stream().map(LabelRpcs::pair).toList();
    }
}
