package dev.spanflame.traceql.metrics.measure;

import dev.spanflame.traceql.fetch.Field;
import dev.spanflame.traceql.metrics.series.MemoryBudget;
import dev.spanflame.traceql.metrics.series.TimeAxis;
import dev.spanflame.traceql.plan.Expr;
import dev.spanflame.traceql.plan.Planner;
import dev.spanflame.traceql.plan.QueryPlan;
import dev.spanflame.traceql.syntax.Printer;
import dev.spanflame.traceql.syntax.QueryErrors;
import dev.spanflame.traceql.syntax.tree.FieldExpr;
import dev.spanflame.traceql.syntax.tree.Function;
import dev.spanflame.traceql.syntax.tree.Literal;
import dev.spanflame.traceql.syntax.tree.MetricsExpr;
import dev.spanflame.traceql.syntax.tree.MetricsExpr.Measurement;
import dev.spanflame.traceql.syntax.tree.Query;
import dev.spanflame.traceql.type.Comparison;
import dev.spanflame.traceql.type.Values;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/// One pipeline of a metrics query and what is measured of its spans; `weighted` counts each span as often as
/// [SpanWeights] says. Immutable.
public record Measured(QueryPlan plan, Measurement measurement, List<Group> by, boolean weighted) {
    /// Copies the list.
    public Measured {
        by = List.copyOf(by);
    }

    /// What spans are grouped by, and the name of its label.
    public record Group(Expr expr, String label) {
        /// The groups of checked expressions.
        public static List<Group> of(List<FieldExpr> by) {
            return by.stream()
                    .map(expr -> new Group(Planner.expression(expr), Printer.print(expr)))
                    .toList();
        }
    }

    /// The plan of a checked expression. Refuses to weigh what can only be counted.
    public static Measured of(MetricsExpr.Measured expr, boolean weighted) {
        Function function = expr.measurement().function();
        if (weighted && !isWeighable(function)) {
            throw QueryErrors.unsupported(
                    expr.at(),
                    "hint extrapolate=true with " + function.text(),
                    "expected rate, count_over_time, sum_over_time, avg_over_time, min_over_time or max_over_time");
        }
        return new Measured(
                Planner.search(new Query(expr.input(), List.of())),
                expr.measurement(),
                Group.of(expr.by()),
                weighted && !isExtreme(function));
    }

    private static boolean isWeighable(Function function) {
        return switch (function) {
            case RATE, COUNT_OVER_TIME, SUM_OVER_TIME, AVG_OVER_TIME, MIN_OVER_TIME, MAX_OVER_TIME -> true;
            default -> false;
        };
    }

    /// The least and the most are the same however often a span counts.
    private static boolean isExtreme(Function function) {
        return function == Function.MIN_OVER_TIME || function == Function.MAX_OVER_TIME;
    }

    /// The stored fields that are read, of compare() those of the condition alone.
    public Set<Field> fields() {
        Set<Field> fields = new LinkedHashSet<>(plan.fields());
        fields.add(Field.Intrinsic.START);
        by.forEach(group -> fields.addAll(Planner.fieldsOf(group.expr())));
        if (weighted) {
            fields.add(Field.Intrinsic.TRACE_STATE);
        }
        switch (measurement) {
            case Measurement.Count _ -> {}
            case Measurement.OverField over -> fields.addAll(Planner.fieldsOf(Planner.expression(over.field())));
            case Measurement.Quantiles quantiles ->
                fields.addAll(Planner.fieldsOf(Planner.expression(quantiles.field())));
            case Measurement.Compare compare -> fields.addAll(Planner.fieldsOf(Planner.filter(compare.selection())));
        }
        return fields;
    }

    /// A new measurer.
    public Measurer measurer(TimeAxis axis, int maxExemplars, MemoryBudget budget) {
        ExemplarPicker exemplars = new ExemplarPicker(axis, maxExemplars, by);
        Grouping grouping = new Grouping(by, budget);
        if (weighted) {
            return new WeightedTotals(measurement, axis, grouping, exemplars, budget);
        }
        return switch (measurement) {
            case Measurement.Count(Function function) -> new SpanCounts(function, axis, grouping, exemplars, budget);
            case Measurement.OverField(Function function, FieldExpr field) ->
                function == Function.HISTOGRAM_OVER_TIME
                        ? new Histogram(new BucketCounts(Planner.expression(field), axis, grouping, exemplars, budget))
                        : new FieldTotals(
                                new FieldTotals.Kind(function, Planner.expression(field)),
                                axis,
                                grouping,
                                exemplars,
                                budget);
            case Measurement.Quantiles(FieldExpr field, List<Literal> quantiles) ->
                new QuantileSeries(
                        new BucketCounts(Planner.expression(field), axis, grouping, exemplars, budget),
                        numbers(quantiles),
                        budget);
            case Measurement.Compare compare ->
                new Comparer(Planner.filter(compare.selection()), compare.numbers(), axis, budget);
        };
    }

    private static double[] numbers(List<Literal> quantiles) {
        return quantiles.stream()
                .mapToDouble(quantile -> Comparison.number(Values.of(quantile)))
                .distinct()
                .toArray();
    }
}
