package dev.spanflame.traceql.syntax;

import dev.spanflame.model.BackendException;
import dev.spanflame.traceql.syntax.tree.FieldOperator;
import dev.spanflame.traceql.syntax.tree.Literal;
import dev.spanflame.traceql.syntax.tree.MetricsExpr;
import dev.spanflame.traceql.syntax.tree.Pipeline;
import dev.spanflame.traceql.syntax.tree.Position;
import dev.spanflame.traceql.syntax.tree.ScalarExpr;
import dev.spanflame.traceql.syntax.tree.SpansetExpr;
import dev.spanflame.traceql.syntax.tree.SpansetOperator;
import dev.spanflame.traceql.syntax.tree.Stage;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Joins two terms by an operator or by `|`, as far as their classes allow it.
final class TermJoiner {
    private final Tokens tokens;

    TermJoiner(Tokens tokens) {
        this.tokens = tokens;
    }

    /// Binding strength of `sign` between terms of any class, 0 if it is no operator.
    static int level(String sign) {
        return SpansetOperator.ofText(sign)
                .map(SpansetOperator::level)
                .or(() -> FieldOperator.ofText(sign)
                        .filter(operator -> !operator.isRegex())
                        .map(FieldOperator::level))
                .orElse(0);
    }

    /// `left sign right`.
    Term join(Term left, Token.Symbol sign, Term right, Position begin) {
        if (left instanceof Term.Spansets(SpansetExpr a) && right instanceof Term.Spansets(SpansetExpr b)) {
            Optional<SpansetOperator> operator = SpansetOperator.ofText(sign.text());
            return operator.<Term>map(o -> new Term.Spansets(new SpansetExpr.Combination(o, a, b, sign.at())))
                    .orElseThrow(() -> mismatch(left, sign, right));
        }
        FieldOperator operator = FieldOperator.ofText(sign.text())
                .filter(o -> !o.isLogical() && !o.isRegex())
                .orElseThrow(() -> mismatch(left, sign, right));
        return operator.isComparison()
                ? compare(left, operator, sign, right, begin)
                : calculate(left, operator, sign, right);
    }

    /// `left | right`, where right is no metrics function.
    Term append(Term left, Term right, Position at, Position pipe) {
        List<Stage> stages = new ArrayList<>(stagesOf(left, at, pipe));
        switch (right) {
            case Term.Spansets(SpansetExpr expr) -> stages.add(new Stage.Spansets(expr, pipe));
            case Term.Step(Stage stage) -> stages.add(stage);
            case Term.Scalar(ScalarExpr scalar) -> {
                if (tokens.isSymbol(")")) {
                    return new Term.Scalar(new ScalarExpr.Piped(new Pipeline(stages, at), scalar, pipe));
                }
                throw tokens.unexpected("a comparison with a number");
            }
            case Term.Piped _, Term.Constant _, Term.Metrics _, Term.Table _ ->
                throw QueryErrors.syntax(pipe, "unexpected " + named(right) + " behind |, expecting a stage");
        }
        return new Term.Piped(new Pipeline(stages, at));
    }

    /// The stages that `term` stands for as the left side of `|`.
    List<Stage> stagesOf(Term term, Position at, Position pipe) {
        return switch (term) {
            case Term.Spansets(SpansetExpr expr) -> List.of(new Stage.Spansets(expr, at));
            case Term.Step(Stage stage) -> stage instanceof Stage.Coalesce ? refuseCoalesce(stage) : List.of(stage);
            case Term.Piped(Pipeline pipeline) -> pipeline.stages();
            case Term.Scalar _, Term.Constant _, Term.Metrics _, Term.Table _ ->
                throw QueryErrors.syntax(
                        pipe, "unexpected | behind " + named(term) + ", expecting " + expectedBehind(term));
        };
    }

    private static String expectedBehind(Term term) {
        return switch (term) {
            case Term.Metrics _ -> "topk, bottomk, a threshold such as > 1, or the end";
            case Term.Scalar _, Term.Constant _ -> "a comparison with a number";
            case Term.Spansets _, Term.Step _, Term.Piped _, Term.Table _ -> "the end";
        };
    }

    private static List<Stage> refuseCoalesce(Stage stage) {
        throw QueryErrors.syntax(stage.at(), "unexpected coalesce, expecting a filter or a grouping before it");
    }

    private Term compare(Term left, FieldOperator operator, Token.Symbol sign, Term right, Position begin) {
        if (left instanceof Term.Metrics(MetricsExpr series, boolean _) && right instanceof Term.Constant(Literal v)) {
            return new Term.Metrics(new MetricsExpr.Threshold(series, operator, v, sign.at()), false);
        }
        boolean aggregated = left instanceof Term.Scalar || right instanceof Term.Scalar;
        if (aggregated && isScalar(left) && isScalar(right)) {
            return new Term.Step(
                    new Stage.ScalarFilter(scalar(left, begin), operator, scalar(right, sign.at()), begin));
        }
        throw mismatch(left, sign, right);
    }

    private Term calculate(Term left, FieldOperator operator, Token.Symbol sign, Term right) {
        Position at = sign.at();
        if (left instanceof Term.Constant(Literal a) && right instanceof Term.Constant(Literal b)) {
            return new Term.Constant(Constants.folded(operator, a, b, at));
        }
        if (isScalar(left) && isScalar(right)) {
            return new Term.Scalar(new ScalarExpr.Arithmetic(operator, scalar(left, at), scalar(right, at), at));
        }
        boolean basic = operator != FieldOperator.MODULO && operator != FieldOperator.POWER;
        if (basic && isSeries(left) && isSeries(right)) {
            return new Term.Metrics(
                    new MetricsExpr.Arithmetic(operator, series(left, at), series(right, at), at), false);
        }
        throw mismatch(left, sign, right);
    }

    private static boolean isScalar(Term term) {
        return term instanceof Term.Scalar || term instanceof Term.Constant;
    }

    private static boolean isSeries(Term term) {
        return (term instanceof Term.Metrics metrics && !metrics.open())
                || (term instanceof Term.Constant(Literal value) && !(value instanceof Literal.Duration));
    }

    private static ScalarExpr scalar(Term term, Position at) {
        return switch (term) {
            case Term.Scalar(ScalarExpr expr) -> expr;
            case Term.Constant(Literal value) -> new ScalarExpr.Constant(value, at);
            case Term.Spansets _, Term.Step _, Term.Piped _, Term.Metrics _, Term.Table _ ->
                throw new IllegalArgumentException("expected a scalar, got " + term);
        };
    }

    private static MetricsExpr series(Term term, Position at) {
        return switch (term) {
            case Term.Metrics metrics -> metrics.expr();
            case Term.Constant(Literal value) -> new MetricsExpr.Constant(value, at);
            case Term.Spansets _, Term.Step _, Term.Piped _, Term.Scalar _, Term.Table _ ->
                throw new IllegalArgumentException("expected series, got " + term);
        };
    }

    private static BackendException mismatch(Term left, Token.Symbol sign, Term right) {
        return QueryErrors.syntax(
                sign.at(),
                "unexpected " + sign.text() + " between " + named(left) + " and " + named(right) + "; "
                        + hint(left, right));
    }

    private static String hint(Term left, Term right) {
        boolean open = (left instanceof Term.Metrics a && a.open()) || (right instanceof Term.Metrics b && b.open());
        if (open) {
            return "arithmetic on series needs brackets around each query";
        }
        if (left instanceof Term.Metrics || right instanceof Term.Metrics) {
            return "series take + - * / with series in brackets or with a number";
        }
        boolean spansets = left instanceof Term.Spansets && right instanceof Term.Spansets;
        return spansets
                ? "spansets are joined by && || > < >> << ~ and by the last five behind ! or &"
                : "numbers made of spans are joined by + - * / % ^ and compared by = != < <= > >=";
    }

    private static String named(Term term) {
        return switch (term) {
            case Term.Spansets _ -> "a spanset";
            case Term.Step(Stage stage) -> stage instanceof Stage.ScalarFilter ? "a scalar filter" : "a stage";
            case Term.Piped _ -> "a pipeline without brackets";
            case Term.Scalar _ -> "an aggregate";
            case Term.Constant _ -> "a constant";
            case Term.Metrics _ -> "series";
            case Term.Table _ -> "a table";
        };
    }
}
