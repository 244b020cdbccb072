package dev.spanflame.traceql.eval;

import dev.spanflame.traceql.fetch.Column;
import dev.spanflame.traceql.fetch.RowSet;
import dev.spanflame.traceql.fetch.ValueTest;
import dev.spanflame.traceql.plan.BoolTest;
import dev.spanflame.traceql.plan.CombinedTest;
import dev.spanflame.traceql.plan.Expr;
import dev.spanflame.traceql.plan.FieldRef;
import dev.spanflame.traceql.plan.PatternTest;
import dev.spanflame.traceql.type.Value;
import java.util.List;

/// Three-valued logic over sets of rows.
///
/// For an expression and a set of candidates it gives those on which the expression is true, or those on which it is
/// false; the rest is unknown. No set for "unknown" is ever needed: `!x` is true exactly where x is false.
/// Conditions on one field are asked of the column, all others row by row, and only of rows still in question.
final class Truth {
    private final Domain domain;
    private final StopSignal stop;

    Truth(Domain domain, StopSignal stop) {
        this.domain = domain;
        this.stop = stop;
    }

    /// A new set: those of `candidates` on which the truth of `expr` is `wanted`.
    RowSet rows(Expr expr, RowSet candidates, boolean wanted) {
        stop.check();
        if (domain.isShared(expr)) {
            return domain.shared(expr, candidates, wanted);
        }
        return switch (expr) {
            case Expr.Constant(Value value) -> value.equals(Value.of(wanted)) ? candidates.copy() : none();
            case Expr.FieldValue(FieldRef field) -> selected(field, new BoolTest(wanted), candidates);
            case Expr.Test(Expr operand, ValueTest test) ->
                operand instanceof Expr.FieldValue(FieldRef field)
                        ? among(candidates, selected(field, test, candidates), wanted)
                        : rowByRow(expr, candidates, wanted);
            case Expr.NilTest(Expr operand, boolean missing) ->
                operand instanceof Expr.FieldValue(FieldRef field)
                        ? nilTest(field, missing, candidates, wanted)
                        : rowByRow(expr, candidates, wanted);
            case Expr.Compare _ -> rowByRow(expr, candidates, wanted);
            case Expr.Not(Expr operand) -> rows(operand, candidates, !wanted);
            case Expr.All(List<Expr> operands) ->
                wanted ? everywhere(operands, candidates, true) : somewhere(operands, candidates, false);
            case Expr.Any(List<Expr> operands) ->
                wanted ? somewhere(operands, candidates, true) : everywhere(operands, candidates, false);
            case Expr.Item _ -> rowByRow(expr, candidates, wanted);
            case Expr.Arithmetic _, Expr.Negate _, Expr.Length _ -> none();
        };
    }

    /// Rows on which every operand is `wanted`.
    private RowSet everywhere(List<Expr> operands, RowSet candidates, boolean wanted) {
        RowSet rows = candidates;
        for (Expr operand : operands) {
            rows = rows(operand, rows, wanted);
            if (rows.isEmpty()) {
                return rows;
            }
        }
        return rows;
    }

    /// Rows on which some operand is `wanted`.
    private RowSet somewhere(List<Expr> operands, RowSet candidates, boolean wanted) {
        RowSet found = none();
        RowSet rest = candidates.copy();
        for (Expr operand : operands) {
            RowSet rows = rows(operand, rest, wanted);
            found.or(rows);
            rest.andNot(rows);
            if (rest.isEmpty()) {
                return found;
            }
        }
        return found;
    }

    private RowSet nilTest(FieldRef field, boolean missing, RowSet candidates, boolean wanted) {
        if (domain.isAbsent(field)) {
            return wanted ? none() : candidates.copy();
        }
        RowSet present = none();
        domain.column(field).present(candidates, present);
        return among(candidates, present, wanted != missing);
    }

    private RowSet selected(FieldRef field, ValueTest test, RowSet candidates) {
        RowSet out = none();
        Column column = domain.column(field);
        if (!column.isEmpty()) {
            column.select(watched(test), candidates, out);
        }
        return out;
    }

    private RowSet rowByRow(Expr expr, RowSet candidates, boolean wanted) {
        RowSet out = none();
        for (int row = candidates.next(0); row >= 0; row = candidates.next(row + 1)) {
            stop.poll();
            if (domain.value(expr, row) instanceof Value.Bool(boolean truth) && truth == wanted) {
                out.add(row);
            }
        }
        return out;
    }

    /// `found` is made the result where it is wanted, else the candidates without it.
    private static RowSet among(RowSet candidates, RowSet found, boolean wanted) {
        if (wanted) {
            return found;
        }
        RowSet rest = candidates.copy();
        rest.andNot(found);
        return rest;
    }

    private RowSet none() {
        return new RowSet(domain.size());
    }

    private ValueTest watched(ValueTest test) {
        boolean slow = test instanceof CombinedTest
                || (test instanceof PatternTest pattern && !pattern.pattern().isCheap());
        return slow ? new WatchedTest(test, stop) : test;
    }
}
