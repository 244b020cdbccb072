package dev.spanflame.querier.tempo.table;

import dev.spanflame.proto.edge.HttpReply;
import dev.spanflame.querier.arrow.ArrowField;
import dev.spanflame.querier.arrow.ArrowReply;
import dev.spanflame.querier.arrow.ArrowType;
import dev.spanflame.traceql.metrics.MetricsResult;
import dev.spanflame.traceql.metrics.series.Series;
import dev.spanflame.traceql.metrics.series.TimeAxis;
import java.util.List;
import java.util.Map;

/// Series as a table: a row for each sample, with the labels of its series.
public final class SeriesTable {
    private static final long NANOS_PER_MILLI = 1_000_000;
    private static final List<ArrowField> FIXED =
            List.of(new ArrowField("time", ArrowType.TIME), new ArrowField("value", ArrowType.FLOAT));

    private SeriesTable() {}

    /// The answer to a metrics query over `axis`.
    public static HttpReply reply(MetricsResult result, TimeAxis axis) {
        ValueColumns labels = new ValueColumns(FIXED);
        result.series().forEach(series -> labels.admit(series.labels()));
        Map<String, String> notes = result.truncated()
                ? StatsTable.partial(result.series().size(), result.foundSeries(), "series")
                : Map.of();
        return ArrowReply.of(labels.behind(FIXED), notes, out -> {
            for (Series series : result.series()) {
                double[] values = series.values();
                for (int i = 0; i < values.length; i++) {
                    if (!Double.isNaN(values[i])) {
                        out.time(0, axis.sampleMillis(i) * NANOS_PER_MILLI);
                        out.real(1, values[i]);
                        labels.put(series.labels(), out);
                        out.endRow();
                    }
                }
            }
        });
    }
}
