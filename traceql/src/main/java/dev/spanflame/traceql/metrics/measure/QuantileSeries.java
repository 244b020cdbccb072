package dev.spanflame.traceql.metrics.measure;

import dev.spanflame.traceql.eval.NamedValue;
import dev.spanflame.traceql.metrics.measure.BucketCounts.Cell;
import dev.spanflame.traceql.metrics.series.Exemplar;
import dev.spanflame.traceql.metrics.series.MemoryBudget;
import dev.spanflame.traceql.metrics.series.Series;
import dev.spanflame.traceql.type.Value;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// `quantile_over_time`: a series for each quantile, labelled with it. An interval without numbers is 0.
final class QuantileSeries implements Measurer.Prepared {
    private static final String QUANTILE = "p";
    // the series, its lists of labels and exemplars, a label and its value
    private static final int SERIES_OBJECTS = 8;

    private final BucketCounts counts;
    private final double[] quantiles;
    private final MemoryBudget budget;

    /// `quantiles` are between 0 and 1, each once; `budget` pays for the series.
    QuantileSeries(BucketCounts counts, double[] quantiles, MemoryBudget budget) {
        this.counts = counts;
        this.quantiles = quantiles.clone();
        this.budget = budget;
    }

    @Override
    public Runnable prepare(FoundRows found) {
        return counts.prepare(found);
    }

    @Override
    public List<Series> finish() {
        List<Series> series = new ArrayList<>();
        Map<Integer, List<Cell>> groups = counts.groups();
        // before the first is made: a short query may ask for millions
        budget.take((long) groups.size() * quantiles.length * bytesOfOne());
        groups.forEach((group, cells) -> {
            List<List<Exemplar>> exemplars = exemplars(cells);
            for (int q = 0; q < quantiles.length; q++) {
                List<NamedValue> labels = new ArrayList<>(counts.grouping().labels(group));
                labels.add(new NamedValue(QUANTILE, new Value.Float(quantiles[q])));
                double[] values = new double[counts.axis().count()];
                for (int i = 0; i < values.length; i++) {
                    values[i] = Quantile.of(quantiles[q], cells, i, i + 1);
                }
                series.add(new Series(labels, values, exemplars.get(q)));
            }
        });
        return series;
    }

    private long bytesOfOne() {
        return SERIES_OBJECTS * MemoryBudget.OBJECT + 8L * counts.axis().count();
    }

    /// Gives each exemplar to the quantile that is nearest to its value over the whole time.
    private List<List<Exemplar>> exemplars(List<Cell> cells) {
        double[] overall = new double[quantiles.length];
        List<List<Exemplar>> exemplars = new ArrayList<>();
        for (int q = 0; q < quantiles.length; q++) {
            overall[q] = Quantile.of(quantiles[q], cells, 0, counts.axis().count());
            exemplars.add(new ArrayList<>());
        }
        for (Cell cell : cells) {
            for (Exemplar exemplar : cell.exemplars()) {
                int nearest = 0;
                for (int q = 1; q < overall.length; q++) {
                    if (Math.abs(overall[q] - exemplar.value()) < Math.abs(overall[nearest] - exemplar.value())) {
                        nearest = q;
                    }
                }
                exemplars.get(nearest).add(exemplar);
            }
        }
        return exemplars;
    }
}
