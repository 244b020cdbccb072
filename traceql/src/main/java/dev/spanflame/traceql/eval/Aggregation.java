package dev.spanflame.traceql.eval;

import dev.spanflame.traceql.fetch.Field;
import dev.spanflame.traceql.fetch.SpanPartition;
import dev.spanflame.traceql.plan.Expr;
import dev.spanflame.traceql.plan.FieldRef;
import dev.spanflame.traceql.plan.PlannedStage;
import dev.spanflame.traceql.syntax.tree.FieldOperator;
import dev.spanflame.traceql.type.Arithmetic;
import dev.spanflame.traceql.type.Comparison;
import dev.spanflame.traceql.type.Value;

/// Makes one number of the spans of a set.
///
/// What is no number, NaN included, is skipped; without any number the result is nil. `sum` stays an integer or a
/// duration while all values are and 64 bits suffice, else it is a float. `avg` is a float, of durations a duration cut
/// towards zero. `min` and `max` give the value as it was.
final class Aggregation {
    private final PlannedStage.Aggregate aggregate;
    private final RowValues values;
    private final SpanPartition partition;
    private final boolean ofDuration;

    private long count;
    // The sum of whole numbers in 128 bits: no order of rows makes it overflow on the way.
    private long low;
    private long high;
    private double floatSum;
    // What rounding took from the sum (Neumaier): keeps the last digits from depending on the order of rows.
    private double lost;
    private boolean allInts;
    private boolean allDurations;
    private Value least = Value.NIL;
    private Value most = Value.NIL;

    Aggregation(PlannedStage.Aggregate aggregate, RowValues values, SpanPartition partition) {
        this.aggregate = aggregate;
        this.values = values;
        this.partition = partition;
        this.ofDuration = aggregate.argument() instanceof Expr.FieldValue(FieldRef field)
                && field.equals(new FieldRef.Stored(Field.Intrinsic.DURATION));
    }

    /// The number of these rows; [Value#NIL] if there is none.
    Value of(int[] rows) {
        reset();
        return switch (aggregate.function()) {
            case COUNT -> new Value.Int(rows.length);
            case SUM -> {
                sum(rows);
                yield total();
            }
            case AVG -> {
                sum(rows);
                yield average();
            }
            case MIN -> {
                extremes(rows);
                yield least;
            }
            case MAX -> {
                extremes(rows);
                yield most;
            }
            case BY, COALESCE, SELECT, RATE, COUNT_OVER_TIME, MIN_OVER_TIME, MAX_OVER_TIME, AVG_OVER_TIME ->
                throw noAggregate();
            case SUM_OVER_TIME, HISTOGRAM_OVER_TIME, QUANTILE_OVER_TIME, COMPARE, TOPK, BOTTOMK -> throw noAggregate();
        };
    }

    private IllegalArgumentException noAggregate() {
        return new IllegalArgumentException("no aggregate: " + aggregate.function());
    }

    private void reset() {
        count = 0;
        low = 0;
        high = 0;
        floatSum = 0;
        lost = 0;
        allInts = true;
        allDurations = true;
        least = Value.NIL;
        most = Value.NIL;
    }

    private void sum(int[] rows) {
        for (int row : rows) {
            if (ofDuration) {
                allInts = false;
                addWhole(partition.durationNanos(row));
            } else {
                add(values.value(aggregate.argument(), row));
            }
        }
    }

    private void add(Value value) {
        switch (value) {
            case Value.Int(long number) -> {
                allDurations = false;
                addWhole(number);
            }
            case Value.Duration(long nanos) -> {
                allInts = false;
                addWhole(nanos);
            }
            case Value.Float(double number) -> addFloat(number);
            case Value.Nil _, Value.Text _, Value.Bool _, Value.Status _, Value.Kind _ -> {}
            case Value.Array _, Value.Opaque _ -> {}
        }
    }

    private void addFloat(double number) {
        if (!Double.isNaN(number)) {
            allInts = false;
            allDurations = false;
            addToFloat(number);
            count++;
        }
    }

    private void addWhole(long number) {
        low += number;
        high += (number >> 63) + (Long.compareUnsigned(low, number) < 0 ? 1 : 0);
        addToFloat(number);
        count++;
    }

    private void addToFloat(double number) {
        double sum = floatSum + number;
        lost += Math.abs(floatSum) >= Math.abs(number) ? (floatSum - sum) + number : (number - sum) + floatSum;
        floatSum = sum;
    }

    private double floatTotal() {
        return Double.isInfinite(floatSum) || Double.isNaN(floatSum) ? floatSum : floatSum + lost;
    }

    private Value total() {
        if (count == 0) {
            return Value.NIL;
        }
        if (allDurations && fits()) {
            return new Value.Duration(low);
        }
        return allInts && fits() ? new Value.Int(low) : new Value.Float(floatTotal());
    }

    private boolean fits() {
        return high == low >> 63;
    }

    private Value average() {
        if (count == 0) {
            return Value.NIL;
        }
        if (allDurations) {
            return new Value.Duration(fits() ? low / count : (long) (floatTotal() / count));
        }
        return new Value.Float(floatTotal() / count);
    }

    private void extremes(int[] rows) {
        if (ofDuration && rows.length > 0) {
            durationExtremes(rows);
            return;
        }
        for (int row : rows) {
            Value value = Arithmetic.withoutSignOfZero(values.value(aggregate.argument(), row));
            if (Comparison.isNumber(value) && !Double.isNaN(Comparison.number(value))) {
                least = least instanceof Value.Nil || isBefore(value, least, FieldOperator.LESS) ? value : least;
                most = most instanceof Value.Nil || isBefore(value, most, FieldOperator.GREATER) ? value : most;
            }
        }
    }

    private void durationExtremes(int[] rows) {
        long min = Long.MAX_VALUE;
        long max = Long.MIN_VALUE;
        for (int row : rows) {
            min = Math.min(min, partition.durationNanos(row));
            max = Math.max(max, partition.durationNanos(row));
        }
        least = new Value.Duration(min);
        most = new Value.Duration(max);
    }

    /// Of equal numbers an integer goes before a duration, and that before a float: rows may come in any order.
    private static boolean isBefore(Value a, Value b, FieldOperator operator) {
        return Comparison.holds(operator, a, b) || (Comparison.holds(FieldOperator.EQUAL, a, b) && rank(a) < rank(b));
    }

    private static int rank(Value value) {
        return value instanceof Value.Int ? 0 : value instanceof Value.Duration ? 1 : 2;
    }
}
