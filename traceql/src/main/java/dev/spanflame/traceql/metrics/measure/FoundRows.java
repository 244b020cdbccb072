package dev.spanflame.traceql.metrics.measure;

import dev.spanflame.traceql.eval.PartitionColumns;
import dev.spanflame.traceql.eval.PipelineEvaluator;
import dev.spanflame.traceql.eval.StopSignal;
import dev.spanflame.traceql.fetch.NumberSink;
import dev.spanflame.traceql.fetch.NumberedValues;
import dev.spanflame.traceql.fetch.RowSet;
import dev.spanflame.traceql.fetch.SpanPartition;
import dev.spanflame.traceql.plan.Expr;
import dev.spanflame.traceql.plan.FieldRef;
import dev.spanflame.traceql.plan.Level;
import dev.spanflame.traceql.type.Value;
import java.util.Arrays;
import java.util.Set;

/// The spans of one partition that a query measures: at least one, all of which start in an interval of the
/// axis, which is `intervals[row]`. Used by one thread.
public record FoundRows(
        PartitionColumns columns, PipelineEvaluator pipeline, RowSet rows, int[] intervals, StopSignal stop) {

    private static final int UNKNOWN = -1;

    /// The partition.
    public SpanPartition partition() {
        return columns.partition();
    }

    /// Number that `numbering` gives the value of each row, 0 for nil; indexed by row.
    public int[] numbers(Expr expr, ValueNumbers numbering) {
        Set<FieldRef> fields = expr.fields();
        FieldRef only = fields.size() == 1 ? fields.iterator().next() : null;
        if (only != null && isDecisive(expr, only)) {
            return numbers(expr, only, numbering);
        }
        int[] numbers = new int[rows.size()];
        for (int row = rows.next(0); row >= 0; row = rows.next(row + 1)) {
            stop.poll();
            numbers[row] = numbering.number(value(expr, row));
        }
        return numbers;
    }

    /// Whether equal values of the only field make equal values of the expression: then it is asked once for each. A
    /// test of a service's name looks at more than its value.
    private static boolean isDecisive(Expr expr, FieldRef only) {
        return only.level() == Level.SPAN
                && (expr instanceof Expr.FieldValue || !only.fields().contains(FieldRef.ServiceName.FIELD));
    }

    private int[] numbers(Expr expr, FieldRef field, ValueNumbers numbering) {
        int[] numbers = new int[rows.size()];
        NumberedValues values = columns.column(field).number(rows, numbers);
        boolean plain = expr instanceof Expr.FieldValue;
        int[] known = new int[Math.max(1, values.size())];
        Arrays.fill(known, UNKNOWN);
        if (plain) {
            known[0] = 0;
        }
        for (int row = rows.next(0); row >= 0; row = rows.next(row + 1)) {
            int number = numbers[row];
            if (known[number] == UNKNOWN) {
                stop.poll();
                known[number] = numbering.number(plain ? values.value(number) : value(expr, row));
            }
            numbers[row] = known[number];
        }
        return numbers;
    }

    /// Value of an expression on a row; of events and links the first that one of them gives.
    public Value value(Expr expr, int row) {
        return pipeline.values().value(expr, row);
    }

    /// Hands the numbers of an expression to `out`.
    public void read(Expr expr, NumberSink out) {
        if (expr instanceof Expr.FieldValue(FieldRef field) && field.level() == Level.SPAN) {
            columns.column(field).read(rows, out);
            return;
        }
        for (int row = rows.next(0); row >= 0; row = rows.next(row + 1)) {
            stop.poll();
            out.of(row, value(expr, row));
        }
    }
}
