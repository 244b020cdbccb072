package dev.spanflame.traceql.eval;

import dev.spanflame.traceql.fetch.RowSet;
import dev.spanflame.traceql.plan.Expr;
import dev.spanflame.traceql.plan.FilterPlan;
import dev.spanflame.traceql.plan.Level;
import dev.spanflame.traceql.type.Value;

/// Finds the spans that satisfy a filter.
public final class FilterEvaluator {
    private static final Value TRUE = new Value.Bool(true);

    private final PartitionColumns columns;
    private final RowValues values;
    private final StopSignal stop;
    private final Truth spans;

    /// Filters over the spans of one partition.
    public FilterEvaluator(PartitionColumns columns, RowValues values, StopSignal stop) {
        this.columns = columns;
        this.values = values;
        this.stop = stop;
        this.spans = new Truth(new SpanDomain(columns, values), stop);
    }

    /// A new set: those of `candidates` that satisfy the filter.
    public RowSet rows(FilterPlan filter, RowSet candidates) {
        RowSet rows = filter.spanConditions().isEmpty() ? candidates.copy() : candidates;
        for (Expr condition : filter.spanConditions()) {
            rows = spans.rows(condition, rows, true);
            if (rows.isEmpty()) {
                return rows;
            }
        }
        if (filter.elementConditions().isEmpty()) {
            return rows;
        }
        Expr condition = elementCondition(filter);
        boolean events = filter.touches(Level.EVENT);
        if (events && filter.touches(Level.LINK)) {
            return byPairs(condition, rows);
        }
        return byElement(condition, rows, events ? Level.EVENT : Level.LINK);
    }

    /// The event (level EVENT) or link (level LINK) of a span by which it satisfies the filter: -1 if the span does not
    /// satisfy it, or satisfies it without one.
    public int witness(FilterPlan filter, int row, Level level) {
        for (Expr condition : filter.spanConditions()) {
            if (!values.value(condition, row, -1, -1).equals(TRUE)) {
                return -1;
            }
        }
        Expr condition = elementCondition(filter);
        int[] witness = {-1};
        boolean satisfied = values.pairs()
                .any(row, filter.touches(Level.EVENT), filter.touches(Level.LINK), (event, link) -> {
                    witness[0] = level == Level.EVENT ? event : link;
                    return values.value(condition, row, event, link).equals(TRUE);
                });
        return satisfied ? witness[0] : -1;
    }

    private static Expr elementCondition(FilterPlan filter) {
        return filter.elementConditions().size() == 1
                ? filter.elementConditions().getFirst()
                : new Expr.All(filter.elementConditions());
    }

    private RowSet byElement(Expr condition, RowSet candidates, Level level) {
        ElementDomain domain = new ElementDomain(level, columns, values, spans);
        RowSet elements = domain.elementsOf(candidates);
        RowSet rows = domain.spansOf(new Truth(domain, stop).rows(condition, elements, true));
        RowSet bare = candidates.copy();
        bare.andNot(domain.spansOf(elements));
        if (!bare.isEmpty()) {
            rows.or(spans.rows(condition, bare, true));
        }
        return rows;
    }

    private RowSet byPairs(Expr condition, RowSet candidates) {
        RowSet out = new RowSet(candidates.size());
        for (int row = candidates.next(0); row >= 0; row = candidates.next(row + 1)) {
            int span = row;
            boolean found = values.pairs().any(row, true, true, (event, link) -> {
                stop.poll();
                return values.value(condition, span, event, link).equals(TRUE);
            });
            if (found) {
                out.add(row);
            }
        }
        return out;
    }
}
