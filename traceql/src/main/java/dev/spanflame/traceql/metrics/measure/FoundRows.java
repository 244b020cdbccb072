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

/// The spans of one partition that a query measures: at least one, all of which start in an interval of the
/// axis, which is `intervals[row]`. Used by one thread.
public record FoundRows(
        PartitionColumns columns, PipelineEvaluator pipeline, RowSet rows, int[] intervals, StopSignal stop) {

    private static final int UNKNOWN = -1;

    /// The partition.
    public SpanPartition partition() {
        return columns.partition();
    }

    /// Value of a field on a row; of events and links the first that one of them gives.
    Value value(FieldRef field, int row) {
        return pipeline.values().value(new Expr.FieldValue(field), row);
    }

    /// Number that `numbering` gives the value of each row, 0 for nil; indexed by row.
    public int[] numbers(FieldRef field, ValueNumbers numbering) {
        int[] numbers = new int[rows.size()];
        if (field.level() == Level.SPAN) {
            NumberedValues values = columns.column(field).number(rows, numbers);
            int[] known = new int[values.size()];
            Arrays.fill(known, UNKNOWN);
            for (int row = rows.next(0); row >= 0; row = rows.next(row + 1)) {
                int number = numbers[row];
                if (number > 0) {
                    if (known[number] == UNKNOWN) {
                        known[number] = numbering.number(values.value(number));
                    }
                    numbers[row] = known[number];
                }
            }
            return numbers;
        }
        for (int row = rows.next(0); row >= 0; row = rows.next(row + 1)) {
            stop.poll();
            Value value = value(field, row);
            numbers[row] = numbering.number(value);
        }
        return numbers;
    }

    /// Value of an expression on a row; of events and links the first that one of them gives.
    public Value value(Expr expr, int row) {
        return pipeline.values().value(expr, row);
    }

    /// Hands the numbers of an expression to `out`.
    public void read(Expr expr, NumberSink out) {
        if (expr instanceof Expr.FieldValue(FieldRef field)) {
            read(field, out);
            return;
        }
        for (int row = rows.next(0); row >= 0; row = rows.next(row + 1)) {
            stop.poll();
            out.of(row, value(expr, row));
        }
    }

    /// Hands the numbers of a field to `out`.
    void read(FieldRef field, NumberSink out) {
        if (field.level() == Level.SPAN) {
            columns.column(field).read(rows, out);
            return;
        }
        for (int row = rows.next(0); row >= 0; row = rows.next(row + 1)) {
            stop.poll();
            out.of(row, value(field, row));
        }
    }
}
