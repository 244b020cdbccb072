package dev.spanflame.traceql.metrics.measure;

import dev.spanflame.traceql.eval.PartitionColumns;
import dev.spanflame.traceql.eval.PipelineEvaluator;
import dev.spanflame.traceql.eval.StopSignal;
import dev.spanflame.traceql.fetch.NumberSink;
import dev.spanflame.traceql.fetch.NumberedValues;
import dev.spanflame.traceql.fetch.RowSet;
import dev.spanflame.traceql.fetch.SpanPartition;
import dev.spanflame.traceql.metrics.cells.ValueNumbers;
import dev.spanflame.traceql.metrics.series.MemoryBudget;
import dev.spanflame.traceql.plan.Expr;
import dev.spanflame.traceql.plan.FieldRef;
import dev.spanflame.traceql.plan.Level;
import dev.spanflame.traceql.type.Value;
import java.util.Arrays;
import java.util.Set;
import java.util.function.IntConsumer;

/// The spans of one partition that a query measures: at least one, all of which start in an interval of the
/// axis, which is `intervals[row]`. Used by one thread.
public record FoundRows(
        PartitionColumns columns, PipelineEvaluator pipeline, RowSet rows, int[] intervals, StopSignal stop) {

    /// The partition.
    public SpanPartition partition() {
        return columns.partition();
    }

    /// Hands all rows to `out`, in their order.
    void eachRow(IntConsumer out) {
        for (int row = rows.next(0); row >= 0; row = rows.next(row + 1)) {
            out.accept(row);
        }
    }

    /// Some of them.
    FoundRows only(RowSet some) {
        return new FoundRows(columns, pipeline, some, intervals, stop);
    }

    /// Number that `numbering` gives the value of each row, 0 for nil; indexed by row.
    public int[] numbers(Expr expr, ValueNumbers numbering) {
        return numbered(expr, numbering).globals(rows);
    }

    /// The groups of rows by their value, which is numbered by `numbering` when they are added up.
    PartGroups numbered(Expr expr, ValueNumbers numbering) {
        int[] numbers = new int[rows.size()];
        NumberedValues values = number(expr, numbers);
        return new PartGroups(
                numbers,
                Math.max(1, values.size()),
                number -> number == 0 ? 0 : numbering.number(values.value(number)));
    }

    /// Numbers the values of the rows among themselves, as [dev.spanflame.traceql.fetch.Column#number] does.
    private NumberedValues number(Expr expr, int[] numbers) {
        Set<FieldRef> fields = expr.fields();
        FieldRef only = fields.size() == 1 ? fields.iterator().next() : null;
        if (only != null && isDecisive(expr, only)) {
            NumberedValues values = columns.column(only).number(rows, numbers);
            return expr instanceof Expr.FieldValue ? values : eachOnce(expr, values.size(), numbers);
        }
        ValueNumbers known = new ValueNumbers(new MemoryBudget(Long.MAX_VALUE));
        for (int row = rows.next(0); row >= 0; row = rows.next(row + 1)) {
            stop.poll();
            numbers[row] = known.number(value(expr, row));
        }
        return new NumberedValues(known.size(), known::value);
    }

    /// Whether equal values of the only field make equal values of the expression: then it is asked once for each. A
    /// test of a service's name looks at more than its value.
    private static boolean isDecisive(Expr expr, FieldRef only) {
        return only.level() == Level.SPAN
                && (expr instanceof Expr.FieldValue || !only.fields().contains(FieldRef.ServiceName.FIELD));
    }

    /// Asks for the value of an expression once for each number of its only field; a row without the field may have
    /// one.
    private NumberedValues eachOnce(Expr expr, int size, int[] numbers) {
        Value[] values = new Value[1 + Math.max(1, size)];
        Arrays.fill(values, Value.NIL);
        boolean[] asked = new boolean[values.length];
        for (int row = rows.next(0); row >= 0; row = rows.next(row + 1)) {
            int number = ++numbers[row];
            if (!asked[number]) {
                stop.poll();
                asked[number] = true;
                values[number] = value(expr, row);
            }
        }
        return new NumberedValues(values.length, number -> values[number]);
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
