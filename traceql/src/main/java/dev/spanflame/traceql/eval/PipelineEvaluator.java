package dev.spanflame.traceql.eval;

import dev.spanflame.traceql.fetch.RowSet;
import dev.spanflame.traceql.fetch.SpanPartition;
import dev.spanflame.traceql.plan.PlannedStage;
import dev.spanflame.traceql.plan.SpansetPlan;
import dev.spanflame.traceql.type.Arithmetic;
import dev.spanflame.traceql.type.Comparison;
import dev.spanflame.traceql.type.Value;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// Runs the stages of a query over one partition.
public final class PipelineEvaluator {
    private final SpanPartition partition;
    private final RowValues values;
    private final FilterEvaluator filters;
    private final SpansetEvaluator spansets;
    private final StopSignal stop;

    /// Stages over the spans of these columns' partition.
    public PipelineEvaluator(PartitionColumns columns, StopSignal stop) {
        partition = columns.partition();
        values = new RowValues(columns);
        filters = new FilterEvaluator(columns, values, stop);
        spansets = new SpansetEvaluator(partition, filters, this);
        this.stop = stop;
    }

    /// Values of single rows, for answers.
    public RowValues values() {
        return values;
    }

    /// Filters, for answers.
    public FilterEvaluator filters() {
        return filters;
    }

    /// The partition.
    public SpanPartition partition() {
        return partition;
    }

    /// What the stages make of all spans of the partition.
    public SpanSets run(List<PlannedStage> stages) {
        return run(stages, RowSet.all(partition.rowCount()));
    }

    /// What the stages make of `rows`, which are all spans of some traces.
    public SpanSets run(List<PlannedStage> stages, RowSet rows) {
        return run(stages, new SpanSets.Flat(rows));
    }

    /// A number made of each of the sets, [Value#NIL] where there is none.
    public Value[] numbers(PlannedStage.Scalar scalar, List<SpanSet> sets) {
        return new ScalarEvaluator(partition, values, this, stop).values(scalar, sets);
    }

    /// What the stages make of `input`.
    SpanSets run(List<PlannedStage> stages, SpanSets input) {
        SpanSets sets = input;
        for (PlannedStage stage : stages) {
            stop.check();
            if (sets.isEmpty()) {
                return sets;
            }
            sets = switch (stage) {
                case PlannedStage.Spansets(SpansetPlan plan) -> spansets(plan, sets);
                case PlannedStage.ScalarFilter filter -> scalarFilter(filter, sets);
                case PlannedStage.Group group -> group(group, sets);
                case PlannedStage.Coalesce _ -> coalesce(sets);
            };
        }
        return sets;
    }

    /// What the stages make of one set.
    List<SpanSet> runGroup(List<PlannedStage> stages, SpanSet set) {
        return list(run(stages, new SpanSets.Grouped(List.of(set))));
    }

    private SpanSets spansets(SpansetPlan plan, SpanSets input) {
        return switch (input) {
            case SpanSets.Flat(RowSet rows) -> new SpanSets.Flat(spansets.rows(plan, rows));
            case SpanSets.Grouped(List<SpanSet> sets) ->
                new SpanSets.Grouped(new GroupEvaluator(partition, filters, this).sets(plan, sets));
        };
    }

    private SpanSets scalarFilter(PlannedStage.ScalarFilter filter, SpanSets input) {
        List<SpanSet> sets = list(input);
        Value[] left = numbers(filter.left().scalar(), sets);
        Value[] right = numbers(filter.right().scalar(), sets);
        List<SpanSet> kept = new ArrayList<>();
        for (int i = 0; i < left.length; i++) {
            if (Comparison.holds(filter.operator(), left[i], right[i])) {
                kept.add(named(named(sets.get(i), filter.left(), left[i]), filter.right(), right[i]));
            }
        }
        return new SpanSets.Grouped(kept);
    }

    private static SpanSet named(SpanSet set, PlannedStage.Operand operand, Value value) {
        return operand.key().isEmpty() ? set : set.with(operand.key(), Arithmetic.withoutSignOfZero(value));
    }

    private SpanSets group(PlannedStage.Group group, SpanSets input) {
        List<SpanSet> groups = new ArrayList<>();
        for (SpanSet set : list(input)) {
            Map<Value, Rows> byValue = new LinkedHashMap<>();
            for (int row : set.rows()) {
                stop.poll();
                byValue.computeIfAbsent(Arithmetic.withoutSignOfZero(values.value(group.expr(), row)), _ -> new Rows())
                        .add(row);
            }
            byValue.forEach(
                    (value, rows) -> groups.add(set.withRows(rows.toArray()).with(group.key(), value)));
        }
        return new SpanSets.Grouped(groups);
    }

    private SpanSets coalesce(SpanSets input) {
        return switch (input) {
            case SpanSets.Flat flat -> flat;
            case SpanSets.Grouped(List<SpanSet> sets) -> {
                RowSet rows = new RowSet(partition.rowCount());
                for (SpanSet set : sets) {
                    for (int row : set.rows()) {
                        rows.add(row);
                    }
                }
                yield new SpanSets.Flat(rows);
            }
        };
    }

    /// The sets one by one.
    List<SpanSet> list(SpanSets input) {
        return switch (input) {
            case SpanSets.Grouped(List<SpanSet> sets) -> sets;
            case SpanSets.Flat(RowSet rows) -> {
                List<SpanSet> sets = new ArrayList<>();
                int row = rows.next(0);
                while (row >= 0) {
                    stop.poll();
                    int trace = Traces.of(partition, row);
                    int end = partition.firstRow(trace + 1);
                    sets.add(new SpanSet(trace, Traces.rows(rows, row, end, 0), List.of()));
                    row = rows.next(end);
                }
                yield sets;
            }
        };
    }

    /// A growing list of rows.
    private static final class Rows {
        private int[] rows = new int[4];
        private int size;

        void add(int row) {
            if (size == rows.length) {
                rows = Arrays.copyOf(rows, size * 2);
            }
            rows[size++] = row;
        }

        int[] toArray() {
            return Arrays.copyOf(rows, size);
        }
    }
}
