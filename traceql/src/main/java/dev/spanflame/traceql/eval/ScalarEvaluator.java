package dev.spanflame.traceql.eval;

import dev.spanflame.traceql.fetch.RowSet;
import dev.spanflame.traceql.fetch.SpanPartition;
import dev.spanflame.traceql.plan.PlannedStage;
import dev.spanflame.traceql.syntax.tree.FieldOperator;
import dev.spanflame.traceql.syntax.tree.Position;
import dev.spanflame.traceql.type.Arithmetic;
import dev.spanflame.traceql.type.Value;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/// Makes numbers of spansets, of many at once.
///
/// A number that is made behind a pipeline of its own counts nothing where the pipeline finds nothing: `count()` is
/// then 0, every other aggregate nil.
final class ScalarEvaluator {
    private static final int[] NO_ROWS = {};

    private final SpanPartition partition;
    private final RowValues values;
    private final PipelineEvaluator pipelines;
    private final StopSignal stop;

    ScalarEvaluator(SpanPartition partition, RowValues values, PipelineEvaluator pipelines, StopSignal stop) {
        this.partition = partition;
        this.values = values;
        this.pipelines = pipelines;
        this.stop = stop;
    }

    /// The number of each set, in their order, [Value#NIL] where there is none.
    Value[] values(PlannedStage.Scalar scalar, List<SpanSet> sets) {
        stop.check();
        Value[] results = new Value[sets.size()];
        switch (scalar) {
            case PlannedStage.Constant(Value value) -> Arrays.fill(results, value);
            case PlannedStage.Aggregate aggregate -> {
                Aggregation aggregation = new Aggregation(aggregate, values, partition);
                for (int i = 0; i < results.length; i++) {
                    stop.poll();
                    results[i] = aggregation.of(sets.get(i).rows());
                }
            }
            case PlannedStage.Arithmetic(
                    FieldOperator operator,
                    PlannedStage.Scalar left,
                    PlannedStage.Scalar right) -> {
                Value[] a = values(left, sets);
                Value[] b = values(right, sets);
                for (int i = 0; i < results.length; i++) {
                    results[i] = Arithmetic.apply(operator, a[i], b[i]);
                }
            }
            case PlannedStage.Piped piped -> results = values(piped.scalar(), found(piped, sets));
        }
        return results;
    }

    /// What the pipeline leaves of each set, in their order.
    ///
    /// Sets of different traces do not meet, so one run of the pipeline serves the first set of every trace,
    /// another run their second sets, and so on.
    private List<SpanSet> found(PlannedStage.Piped piped, List<SpanSet> sets) {
        SpanSet[] found = new SpanSet[sets.size()];
        int[] rank = new int[sets.size()];
        int ranks = 0;
        for (int i = 0; i < rank.length; i++) {
            rank[i] = i > 0 && sets.get(i - 1).trace() == sets.get(i).trace() ? rank[i - 1] + 1 : 0;
            ranks = Math.max(ranks, rank[i] + 1);
        }
        List<List<Integer>> rounds = new ArrayList<>();
        for (int i = 0; i < ranks; i++) {
            rounds.add(new ArrayList<>());
        }
        for (int i = 0; i < rank.length; i++) {
            rounds.get(rank[i]).add(i);
        }
        for (List<Integer> round : rounds) {
            run(piped.stages(), piped.at(), sets, round, found);
        }
        return Arrays.asList(found);
    }

    private void run(List<PlannedStage> stages, Position at, List<SpanSet> sets, List<Integer> round, SpanSet[] found) {
        RowSet input = new RowSet(partition.rowCount());
        for (int index : round) {
            SpanSet set = sets.get(index);
            found[index] = SpanSet.of(set.trace(), NO_ROWS);
            for (int row : set.rows()) {
                input.add(row);
            }
        }
        int next = 0;
        int trace = -1;
        for (SpanSet result : pipelines.list(pipelines.run(stages, new SpanSets.Flat(input)))) {
            if (result.trace() == trace) {
                throw GroupEvaluator.severalSets(at);
            }
            trace = result.trace();
            while (sets.get(round.get(next)).trace() != trace) {
                next++;
            }
            found[round.get(next)] = result;
        }
    }
}
