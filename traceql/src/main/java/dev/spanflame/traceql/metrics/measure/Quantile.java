package dev.spanflame.traceql.metrics.measure;

import dev.spanflame.traceql.metrics.measure.BucketCounts.Cell;
import java.util.List;

/// Estimates quantiles from buckets: exponentially between the bounds of the bucket in which the quantile lies.
final class Quantile {
    private Quantile() {}

    /// The quantile `p` of what `cells`, smallest first, counted in the intervals `[from, to)`; 0 without any.
    static double of(double p, List<Cell> cells, int from, int to) {
        long total = 0;
        for (Cell cell : cells) {
            total += count(cell, from, to);
        }
        if (total == 0) {
            return 0;
        }
        double wanted = Math.max(1, Math.ceil(p * total));
        double passed = 0;
        double below = 0;
        for (Cell cell : cells) {
            long count = count(cell, from, to);
            if (count == 0) {
                continue;
            }
            if (passed + count >= wanted) {
                return passed + count == wanted ? cell.max() : between(below, cell.max(), (wanted - passed) / count);
            }
            passed += count;
            below = cell.max();
        }
        return below;
    }

    private static double between(double low, double high, double share) {
        if (high == 0) {
            return 0;
        }
        double top = log2(high);
        double bottom = low > 0 ? log2(low) : top - 1;
        return Math.pow(2, bottom + (top - bottom) * share);
    }

    private static double log2(double value) {
        return Math.log(value) / Math.log(2);
    }

    private static long count(Cell cell, int from, int to) {
        long count = 0;
        for (int i = from; i < to; i++) {
            count += cell.counts()[i];
        }
        return count;
    }
}
