package dev.spanflame.traceql.type;

import dev.spanflame.traceql.syntax.Printer;
import dev.spanflame.traceql.syntax.QueryErrors;
import dev.spanflame.traceql.syntax.tree.FieldExpr;
import dev.spanflame.traceql.syntax.tree.Function;
import dev.spanflame.traceql.syntax.tree.Literal;
import dev.spanflame.traceql.syntax.tree.MetricsExpr;
import dev.spanflame.traceql.syntax.tree.MetricsExpr.Measurement;
import dev.spanflame.traceql.syntax.tree.Position;
import java.util.List;

/// The checks of metrics queries that need no data; the numbers are Tempo's.
final class MetricsChecker {
    private static final int MAX_GROUPS = 5;
    private static final int MAX_TOP = 1000;

    private MetricsChecker() {}

    static void check(MetricsExpr expr) {
        switch (expr) {
            case MetricsExpr.Measured measured -> measured(measured);
            case MetricsExpr.Ranked ranked -> {
                check(ranked.input());
                refuseCompare(ranked.input(), ranked.at());
                if (ranked.limit() < 1) {
                    throw QueryErrors.invalid(ranked.at(), ranked.function().text() + " limit must be greater than 0");
                }
            }
            case MetricsExpr.Threshold threshold -> {
                check(threshold.input());
                refuseCompare(threshold.input(), threshold.at());
            }
            case MetricsExpr.Arithmetic math -> {
                check(math.left());
                check(math.right());
                refuseCompare(math.left(), math.at());
                refuseCompare(math.right(), math.at());
            }
            case MetricsExpr.Constant _ -> {}
        }
    }

    private static void measured(MetricsExpr.Measured measured) {
        Checker.pipeline(measured.input());
        measured.by().forEach(Checker::grouping);
        Function function = measured.measurement().function();
        // These need one label more for themselves.
        boolean ownLabel = function == Function.QUANTILE_OVER_TIME
                || function == Function.HISTOGRAM_OVER_TIME
                || function == Function.AVG_OVER_TIME;
        int most = ownLabel ? MAX_GROUPS - 1 : MAX_GROUPS;
        if (measured.by().size() > most) {
            throw QueryErrors.unsupported(
                    measured.at(), "metrics group by " + measured.by().size() + " values", "expected at most " + most);
        }
        switch (measured.measurement()) {
            case Measurement.Count _ -> {}
            case Measurement.OverField over -> measured(over.field(), measured);
            case Measurement.Quantiles quantiles -> {
                measured(quantiles.field(), measured);
                quantiles.quantiles().forEach(quantile -> quantile(quantile, measured.at()));
            }
            case Measurement.Compare compare -> compare(compare, measured.at());
        }
    }

    /// A field alone may be of any type, as in Tempo: what is no number is skipped.
    private static void measured(FieldExpr expr, MetricsExpr.Measured whole) {
        if (expr instanceof FieldExpr.Reference reference) {
            FieldChecker.reference(reference);
        } else {
            String function = whole.measurement().function().text();
            Checker.number(expr, function + '(' + Printer.print(expr) + ')', whole.at());
        }
    }

    static void quantile(Literal quantile, Position at) {
        double value = Comparison.number(Values.of(quantile));
        if (value < 0 || value > 1) {
            throw QueryErrors.invalid(at, "quantile must be between 0 and 1: " + value);
        }
    }

    private static void compare(Measurement.Compare compare, Position at) {
        Checker.check(compare.selection());
        List<Long> numbers = compare.numbers();
        if (!numbers.isEmpty() && (numbers.getFirst() < 1 || numbers.getFirst() > MAX_TOP)) {
            throw QueryErrors.invalid(
                    at, "compare() top number of values must be between 1 and " + MAX_TOP + ": " + numbers.getFirst());
        }
        if (numbers.size() == 3 && (numbers.get(1) <= 0 || numbers.get(2) <= 0 || numbers.get(2) <= numbers.get(1))) {
            throw QueryErrors.invalid(
                    at,
                    "compare() needs a start and a later end in nanoseconds, found " + numbers.get(1) + " and "
                            + numbers.get(2));
        }
    }

    private static void refuseCompare(MetricsExpr input, Position at) {
        if (input instanceof MetricsExpr.Measured measured && measured.measurement() instanceof Measurement.Compare) {
            throw QueryErrors.invalid(at, "compare() cannot be used with second stage functions");
        }
    }
}
