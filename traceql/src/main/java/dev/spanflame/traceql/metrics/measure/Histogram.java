package dev.spanflame.traceql.metrics.measure;

import dev.spanflame.traceql.eval.NamedValue;
import dev.spanflame.traceql.metrics.series.Exemplar;
import dev.spanflame.traceql.metrics.series.Series;
import dev.spanflame.traceql.type.Value;
import java.util.ArrayList;
import java.util.List;

/// `histogram_over_time`: a series of counts for each bucket, labelled with its upper bound.
final class Histogram implements Measurer.Prepared {
    private static final String BUCKET = "__bucket";

    private final BucketCounts counts;

    Histogram(BucketCounts counts) {
        this.counts = counts;
    }

    @Override
    public Runnable prepare(FoundRows found) {
        return counts.prepare(found);
    }

    @Override
    public List<Series> finish() {
        List<Series> series = new ArrayList<>();
        counts.groups().forEach((group, cells) -> {
            for (BucketCounts.Cell cell : cells) {
                List<NamedValue> labels = new ArrayList<>(counts.grouping().labels(group));
                labels.add(new NamedValue(BUCKET, new Value.Float(cell.max())));
                double[] values = new double[cell.counts().length];
                for (int i = 0; i < values.length; i++) {
                    values[i] = cell.counts()[i];
                }
                // The values of a histogram are counts: its exemplars have those of the samples.
                List<Exemplar> exemplars = cell.exemplars().stream()
                        .map(exemplar -> exemplar.withValue(Double.NaN))
                        .toList();
                series.add(new Series(labels, values, exemplars));
            }
        });
        return series;
    }
}
