package dev.spanflame.traceql.metrics.table;

import dev.spanflame.traceql.metrics.measure.FoundRows;
import dev.spanflame.traceql.metrics.measure.Grouping;
import dev.spanflame.traceql.metrics.measure.Measured;
import dev.spanflame.traceql.metrics.measure.Measurer;
import dev.spanflame.traceql.metrics.series.MemoryBudget;
import dev.spanflame.traceql.metrics.series.Series;
import dev.spanflame.traceql.plan.Expr;
import dev.spanflame.traceql.plan.Planner;
import dev.spanflame.traceql.syntax.Printer;
import dev.spanflame.traceql.syntax.tree.TableExpr;
import dev.spanflame.traceql.type.Comparison;
import dev.spanflame.traceql.type.Value;
import dev.spanflame.traceql.type.Values;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/// Makes the rows of a table. Used by one thread.
public final class TableMeasurer implements Measurer {
    /// The largest first, what is no number last.
    private static final Comparator<Double> LARGEST_FIRST =
            Comparator.<Double, Boolean>comparing(number -> number.isNaN()).thenComparing(Comparator.reverseOrder());

    private final List<String> keys;
    private final List<String> names = new ArrayList<>();
    private final List<Tally> tallies = new ArrayList<>();
    private final Grouping grouping;
    private final SpanTally spans;
    private final MemoryBudget budget;

    /// A table of what `expr` asks for, over `seconds` seconds, without rows.
    public TableMeasurer(TableExpr expr, List<Measured.Group> by, double seconds, MemoryBudget budget) {
        keys = by.stream().map(Measured.Group::label).toList();
        grouping = new Grouping(by, budget);
        spans = SpanTally.count(budget);
        this.budget = budget;
        for (TableExpr.Column column : expr.columns()) {
            names.add(Printer.print(column));
            tallies.add(tally(column, seconds));
        }
    }

    private Tally tally(TableExpr.Column column, double seconds) {
        return switch (column.measure()) {
            case COUNT -> SpanTally.count(budget);
            case RATE -> SpanTally.rate(seconds, budget);
            case TRACES -> new TraceTally(budget);
            case DISTINCT -> new DistinctTally(argument(column), budget);
            case AVG, MIN, MAX, SUM -> new NumberTally(column.measure(), argument(column), budget);
            case QUANTILE ->
                new QuantileTally(Comparison.number(Values.of(column.shares().getFirst())), argument(column), budget);
        };
    }

    private static Expr argument(TableExpr.Column column) {
        return Planner.expression(column.arguments().getFirst());
    }

    @Override
    public void add(FoundRows found) {
        Batch batch = new Batch(found, grouping.of(found));
        spans.add(batch);
        for (Tally tally : tallies) {
            found.stop().check();
            tally.add(batch);
        }
    }

    /// No series: a table has rows, see [#table].
    @Override
    public List<Series> finish() {
        return List.of();
    }

    /// The table, of which the first `maxRows` rows are kept, 0 for all.
    public TableResult table(int maxRows, long inspectedTraces, long inspectedSpans) {
        List<TableResult.Row> rows = new ArrayList<>();
        for (int group = 0; group < Math.max(spans.groups(), keys.isEmpty() ? 1 : 0); group++) {
            if (keys.isEmpty() || spans.has(group)) {
                budget.take((2L + keys.size() + tallies.size()) * MemoryBudget.OBJECT);
                rows.add(row(group));
            }
        }
        rows.sort(Comparator.<TableResult.Row, Double>comparing(row -> row.numbers()[0], LARGEST_FIRST)
                .thenComparing(TableMeasurer::text));
        List<TableResult.Heading> headings = new ArrayList<>();
        for (int i = 0; i < names.size(); i++) {
            Tally tally = tallies.get(i);
            headings.add(new TableResult.Heading(names.get(i), tally.isWhole(), tally.isSeconds()));
        }
        int kept = maxRows == 0 ? rows.size() : Math.min(maxRows, rows.size());
        return new TableResult(keys, headings, rows.subList(0, kept), rows.size(), inspectedTraces, inspectedSpans);
    }

    private TableResult.Row row(int group) {
        double[] numbers = new double[tallies.size()];
        for (int i = 0; i < numbers.length; i++) {
            numbers[i] = tallies.get(i).of(group);
        }
        return new TableResult.Row(grouping.values(group), numbers);
    }

    private static String text(TableResult.Row row) {
        StringBuilder text = new StringBuilder();
        for (Value key : row.keys()) {
            text.append(Values.text(key)).append('\0');
        }
        return text.toString();
    }
}
