package dev.spanflame.querier.tempo;

import dev.spanflame.proto.tempopb.InstantSeries;
import dev.spanflame.proto.tempopb.PartialStatus;
import dev.spanflame.proto.tempopb.QueryInstantResponse;
import dev.spanflame.proto.tempopb.QueryRangeResponse;
import dev.spanflame.proto.tempopb.Sample;
import dev.spanflame.proto.tempopb.SearchMetrics;
import dev.spanflame.proto.tempopb.TimeSeries;
import dev.spanflame.querier.damage.DamagedBlocks;
import dev.spanflame.querier.tempo.listed.ListedAnswer;
import dev.spanflame.querier.tempo.listed.SeriesJson;
import dev.spanflame.querier.traces.CountingSource;
import dev.spanflame.traceql.metrics.MetricsResult;
import dev.spanflame.traceql.metrics.series.Exemplar;
import dev.spanflame.traceql.metrics.series.Series;
import dev.spanflame.traceql.metrics.series.TimeAxis;
import java.util.ArrayList;
import java.util.List;

/// Series as messages. Intervals without a value have no sample.
final class MetricsMessages {
    private MetricsMessages() {}

    /// The answer over time, made while it is written, as long as `check` does not throw.
    static ListedAnswer<Series> listed(MetricsResult result, TimeAxis axis, CountingSource source, Runnable check) {
        return new ListedAnswer<>(
                rest(result, source),
                result.series(),
                series -> series(series, axis),
                () -> new SeriesJson(axis, MetricsMessages::labels, MetricsMessages::exemplars)::of,
                check);
    }

    /// The answer over time without its series.
    static QueryRangeResponse rest(MetricsResult result, CountingSource source) {
        QueryRangeResponse.Builder response = QueryRangeResponse.newBuilder().setMetrics(metrics(result, source));
        String missing = missing(result, source);
        if (!missing.isEmpty()) {
            response.setStatus(PartialStatus.PARTIAL).setMessage(missing);
        }
        return response.build();
    }

    /// The answer for the whole time: the first value of each series.
    static QueryInstantResponse instant(MetricsResult result, CountingSource source) {
        QueryInstantResponse.Builder response = instantRest(result, source).toBuilder();
        result.series().forEach(series -> response.addSeries(instant(series)));
        return response.build();
    }

    /// The same, made while it is written, as long as `check` does not throw.
    static ListedAnswer<Series> listed(MetricsResult result, CountingSource source, Runnable check) {
        return new ListedAnswer<>(instantRest(result, source), result.series(), MetricsMessages::instant, check);
    }

    private static QueryInstantResponse instantRest(MetricsResult result, CountingSource source) {
        QueryInstantResponse.Builder response =
                QueryInstantResponse.newBuilder().setMetrics(metrics(result, source));
        String missing = missing(result, source);
        if (!missing.isEmpty()) {
            response.setStatus(PartialStatus.PARTIAL).setMessage(missing);
        }
        return response.build();
    }

    private static InstantSeries instant(Series series) {
        return InstantSeries.newBuilder()
                .addAllLabels(ValueMessages.of(series.labels()))
                .setValue(series.values()[0])
                .build();
    }

    /// The labels of a series alone.
    static TimeSeries labels(Series series) {
        return TimeSeries.newBuilder()
                .addAllLabels(ValueMessages.of(series.labels()))
                .build();
    }

    /// The exemplars of a series alone.
    static TimeSeries exemplars(Series series) {
        TimeSeries.Builder message = TimeSeries.newBuilder();
        series.exemplars().forEach(exemplar -> message.addExemplars(exemplar(exemplar)));
        return message.build();
    }

    /// A value per step.
    static TimeSeries series(Series series, TimeAxis axis) {
        TimeSeries.Builder message = labels(series).toBuilder();
        double[] values = series.values();
        for (int i = 0; i < values.length; i++) {
            if (!Double.isNaN(values[i])) {
                message.addSamples(
                        Sample.newBuilder().setTimestampMs(axis.sampleMillis(i)).setValue(values[i]));
            }
        }
        return message.mergeFrom(exemplars(series)).build();
    }

    private static dev.spanflame.proto.tempopb.Exemplar exemplar(Exemplar exemplar) {
        return dev.spanflame.proto.tempopb.Exemplar.newBuilder()
                .addAllLabels(ValueMessages.of(exemplar.labels()))
                .setValue(exemplar.value())
                .setTimestampMs(Math.floorDiv(exemplar.startNanos(), 1_000_000L))
                .build();
    }

    private static String missing(MetricsResult result, CountingSource source) {
        List<String> missing = new ArrayList<>();
        if (result.truncated()) {
            missing.add(truncation(result));
        }
        if (source.damagedBlocks() > 0) {
            missing.add(DamagedBlocks.text(source.damagedBlocks()));
        }
        return String.join("; ", missing);
    }

    private static String truncation(MetricsResult result) {
        return "Response exceeds maximum series limit of " + result.series().size()
                + ", a partial response is returned. The " + result.series().size() + " largest of "
                + result.foundSeries() + " series are shown; narrow the query or group by a field with fewer values.";
    }

    private static SearchMetrics metrics(MetricsResult result, CountingSource source) {
        return SearchMetrics.newBuilder()
                .setInspectedTraces((int) Math.min(result.inspectedTraces(), Integer.MAX_VALUE))
                .setInspectedSpans(result.inspectedSpans())
                .setTotalBlocks(source.blockCount())
                .setTotalBlockBytes(source.blockBytes())
                .setCompletedJobs(1)
                .setTotalJobs(1)
                .build();
    }
}
