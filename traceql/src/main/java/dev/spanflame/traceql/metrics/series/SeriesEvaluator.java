package dev.spanflame.traceql.metrics.series;

import dev.spanflame.traceql.eval.StopSignal;
import dev.spanflame.traceql.syntax.tree.FieldOperator;
import dev.spanflame.traceql.syntax.tree.Literal;
import dev.spanflame.traceql.syntax.tree.MetricsExpr;
import dev.spanflame.traceql.type.Comparison;
import dev.spanflame.traceql.type.Value;
import dev.spanflame.traceql.type.Values;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.DoubleUnaryOperator;

/// What becomes of measured series: ranking, thresholds, arithmetic. Used by one thread.
///
/// A value that is taken away, or cannot be computed, is NaN; a series without values is no more.
public final class SeriesEvaluator {
    private static final double NANOS_IN_SECOND = 1e9;

    private final Map<MetricsExpr.Measured, List<Series>> measured;
    private final MemoryBudget budget;
    private final StopSignal stop;

    /// Works on `measured`; a part that is not there has no series.
    public SeriesEvaluator(Map<MetricsExpr.Measured, List<Series>> measured, MemoryBudget budget, StopSignal stop) {
        this.measured = measured;
        this.budget = budget;
        this.stop = stop;
    }

    /// The series of a checked expression, in any order.
    public List<Series> series(MetricsExpr expr) {
        List<Series> series = switch (expr) {
            case MetricsExpr.Measured part -> measured.getOrDefault(part, List.of());
            case MetricsExpr.Ranked ranked -> Ranking.of(ranked, taken(series(ranked.input())), stop);
            case MetricsExpr.Threshold threshold -> threshold(threshold, taken(series(threshold.input())));
            case MetricsExpr.Arithmetic math -> arithmetic(math);
            case MetricsExpr.Constant constant ->
                throw new IllegalArgumentException("a constant is no series: " + constant);
        };
        return series.stream().filter(one -> !one.isEmpty()).toList();
    }

    private List<Series> arithmetic(MetricsExpr.Arithmetic math) {
        FieldOperator operator = math.operator();
        if (math.left() instanceof MetricsExpr.Constant constant) {
            double left = number(constant.value());
            return mapped(series(math.right()), value -> SeriesMath.apply(operator, left, value));
        }
        if (math.right() instanceof MetricsExpr.Constant constant) {
            double right = number(constant.value());
            return mapped(series(math.left()), value -> SeriesMath.apply(operator, value, right));
        }
        List<Series> left = taken(series(math.left()));
        return SeriesMath.join(operator, left, taken(series(math.right())));
    }

    private List<Series> threshold(MetricsExpr.Threshold threshold, List<Series> input) {
        double limit = number(threshold.value());
        List<Series> kept = new ArrayList<>(input.size());
        for (Series series : input) {
            stop.check();
            double[] values = series.values().clone();
            for (int i = 0; i < values.length; i++) {
                if (!Comparison.numbers(threshold.operator(), values[i], limit)) {
                    values[i] = Double.NaN;
                }
            }
            List<Exemplar> exemplars = series.exemplars().stream()
                    .filter(exemplar -> Double.isNaN(exemplar.value())
                            || Comparison.numbers(threshold.operator(), exemplar.value(), limit))
                    .toList();
            kept.add(new Series(series.labels(), values, exemplars));
        }
        return kept;
    }

    private List<Series> mapped(List<Series> input, DoubleUnaryOperator function) {
        List<Series> mapped = new ArrayList<>(input.size());
        for (Series series : taken(input)) {
            stop.check();
            mapped.add(series.map(function));
        }
        return mapped;
    }

    /// Pays for a copy of the values.
    private List<Series> taken(List<Series> input) {
        for (Series series : input) {
            budget.take(MemoryBudget.OBJECT + 8L * series.values().length);
        }
        return input;
    }

    /// A constant as a number, durations in seconds.
    private static double number(Literal literal) {
        Value value = Values.of(literal);
        return value instanceof Value.Duration(long nanos) ? nanos / NANOS_IN_SECOND : Comparison.number(value);
    }
}
