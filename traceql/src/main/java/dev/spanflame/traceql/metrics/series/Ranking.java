package dev.spanflame.traceql.metrics.series;

import dev.spanflame.traceql.eval.StopSignal;
import dev.spanflame.traceql.syntax.tree.Function;
import dev.spanflame.traceql.syntax.tree.MetricsExpr;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;

/// `topk` and `bottomk`: at each moment the largest or smallest values, those of other series are taken away.
///
/// Of equal values `topk` takes those of the series whose labels come first in the alphabet, `bottomk` the last.
final class Ranking {
    private Ranking() {}

    /// What is left of `input`, all of it if there are no more series than wanted.
    static List<Series> of(MetricsExpr.Ranked ranked, List<Series> input, StopSignal stop) {
        if (input.size() <= ranked.limit()) {
            return input;
        }
        int limit = (int) ranked.limit();
        List<Series> ordered = new ArrayList<>(input);
        Comparator<Series> byLabels = (a, b) -> Series.compareLabels(a.labels(), b.labels());
        boolean top = ranked.function() == Function.TOPK;
        ordered.sort(top ? byLabels : byLabels.reversed());
        int intervals = input.getFirst().values().length;
        double[][] kept = new double[ordered.size()][intervals];
        for (double[] values : kept) {
            Arrays.fill(values, Double.NaN);
        }
        for (int i = 0; i < intervals; i++) {
            stop.check();
            int interval = i;
            List<Integer> present = new ArrayList<>();
            for (int s = 0; s < kept.length; s++) {
                if (!Double.isNaN(ordered.get(s).values()[interval])) {
                    present.add(s);
                }
            }
            Comparator<Integer> byValue =
                    Comparator.comparingDouble(s -> ordered.get(s).values()[interval]);
            present.sort(top ? byValue.reversed() : byValue);
            for (int s : present.subList(0, Math.min(limit, present.size()))) {
                kept[s][interval] = ordered.get(s).values()[interval];
            }
        }
        List<Series> result = new ArrayList<>(kept.length);
        for (int s = 0; s < kept.length; s++) {
            result.add(ordered.get(s).withValues(kept[s]));
        }
        return result;
    }
}
