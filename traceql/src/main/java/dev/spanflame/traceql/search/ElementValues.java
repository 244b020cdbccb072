package dev.spanflame.traceql.search;

import dev.spanflame.traceql.eval.PipelineEvaluator;
import dev.spanflame.traceql.plan.Expr;
import dev.spanflame.traceql.plan.FieldRef;
import dev.spanflame.traceql.plan.FilterPlan;
import dev.spanflame.traceql.plan.Level;
import dev.spanflame.traceql.plan.QueryPlan;
import dev.spanflame.traceql.type.Value;
import java.util.List;

/// What an answer shows of a field of events or links: the value on the event by which the span satisfied a
/// filter, else the first value on any of its events.
final class ElementValues {
    private final List<FilterPlan> filters;
    private final PipelineEvaluator pipeline;

    ElementValues(QueryPlan plan, PipelineEvaluator pipeline) {
        this.filters = plan.filters();
        this.pipeline = pipeline;
    }

    Value value(FieldRef field, int row) {
        Expr expr = new Expr.FieldValue(field);
        for (FilterPlan filter : filters) {
            int element = filter.touches(field.level()) ? pipeline.filters().witness(filter, row, field.level()) : -1;
            if (element >= 0) {
                Value value = field.level() == Level.EVENT
                        ? pipeline.values().value(expr, row, element, -1)
                        : pipeline.values().value(expr, row, -1, element);
                if (!(value instanceof Value.Nil)) {
                    return value;
                }
            }
        }
        return pipeline.values().value(expr, row);
    }
}
