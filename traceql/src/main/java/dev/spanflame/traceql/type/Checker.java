package dev.spanflame.traceql.type;

import dev.spanflame.traceql.syntax.Printer;
import dev.spanflame.traceql.syntax.QueryErrors;
import dev.spanflame.traceql.syntax.tree.FieldExpr;
import dev.spanflame.traceql.syntax.tree.Function;
import dev.spanflame.traceql.syntax.tree.MetricsExpr;
import dev.spanflame.traceql.syntax.tree.Pipeline;
import dev.spanflame.traceql.syntax.tree.Position;
import dev.spanflame.traceql.syntax.tree.Query;
import dev.spanflame.traceql.syntax.tree.ScalarExpr;
import dev.spanflame.traceql.syntax.tree.SpansetExpr;
import dev.spanflame.traceql.syntax.tree.Stage;
import dev.spanflame.traceql.syntax.tree.TableExpr;

/// The checks of a query that need no data.
///
/// What can never have a meaning is refused as invalid, what has a meaning that is not built as unsupported; both are
/// [dev.spanflame.model.BackendException] of kind BAD_REQUEST and tell the place.
public final class Checker {
    private Checker() {}

    /// Checks a whole query.
    public static void check(Query query) {
        switch (query.root()) {
            case Pipeline pipeline -> {
                Stage last = pipeline.stages().getLast();
                pipeline.stages().subList(0, pipeline.stages().size() - 1).forEach(Checker::stage);
                if (last instanceof Stage.OrderBy order) {
                    scalar(order.number());
                } else {
                    stage(last);
                }
            }
            case MetricsExpr metrics -> MetricsChecker.check(metrics);
            case TableExpr table -> TableChecker.check(table);
        }
    }

    /// Checks the condition of a filter alone.
    public static void check(SpansetExpr.Filter filter) {
        FieldChecker.condition(filter.condition(), filter.at());
    }

    /// Checks one field alone.
    public static void check(FieldExpr.Reference reference) {
        FieldChecker.reference(reference);
    }

    static void pipeline(Pipeline pipeline) {
        for (Stage stage : pipeline.stages()) {
            stage(stage);
        }
    }

    private static void stage(Stage stage) {
        switch (stage) {
            case Stage.Spansets spansets -> spansets(spansets.expr());
            case Stage.ScalarFilter filter -> scalarFilter(filter);
            case Stage.By by -> grouping(by.expr(), by.at());
            case Stage.Coalesce _ -> {}
            case Stage.OrderBy order ->
                throw QueryErrors.invalid(order.at(), "order_by orders whole traces (expected it last in a search)");
            case Stage.Select select -> select.fields().forEach(FieldChecker::reference);
        }
    }

    /// Checks an expression that a function groups by.
    static void grouping(FieldExpr by) {
        grouping(by, by.at());
    }

    private static void grouping(FieldExpr by, Position at) {
        FieldChecker.check(by);
        if (!FieldChecker.isAboutSpan(by)) {
            throw QueryErrors.invalid(
                    at,
                    "grouping field expressions must reference the span: by(" + QueryErrors.quoted(Printer.print(by))
                            + ")");
        }
    }

    private static void spansets(SpansetExpr expr) {
        switch (expr) {
            case SpansetExpr.Filter filter -> check(filter);
            case SpansetExpr.Combination combination -> {
                spansets(combination.left());
                spansets(combination.right());
            }
            case SpansetExpr.Negation negation -> spansets(negation.operand());
            case SpansetExpr.Nested nested -> pipeline(nested.pipeline());
        }
    }

    private static void scalarFilter(Stage.ScalarFilter filter) {
        scalar(filter.left());
        scalar(filter.right());
    }

    private static void scalar(ScalarExpr expr) {
        switch (expr) {
            case ScalarExpr.Constant _ -> {}
            case ScalarExpr.Aggregate aggregate -> aggregate(aggregate);
            case ScalarExpr.Arithmetic arithmetic -> {
                scalar(arithmetic.left());
                scalar(arithmetic.right());
            }
            case ScalarExpr.Piped piped -> {
                pipeline(piped.pipeline());
                scalar(piped.scalar());
            }
        }
    }

    private static void aggregate(ScalarExpr.Aggregate aggregate) {
        if (aggregate.function() == Function.COUNT) {
            return;
        }
        number(aggregate.arguments().getFirst(), Printer.print(aggregate), aggregate.at());
    }

    /// Checks an argument that must be a number of the span; `whole` is the text of what it is the argument of.
    static void number(FieldExpr argument, String whole, Position at) {
        StaticType type = FieldChecker.check(argument);
        if (!type.isNumber() && type != StaticType.UNKNOWN) {
            throw QueryErrors.invalid(
                    at,
                    "aggregate field expressions must resolve to a number type: " + QueryErrors.quoted(whole)
                            + " (found " + type.text() + ")");
        }
        aboutSpan(argument, whole, at);
    }

    /// Checks that an argument names a field.
    static void aboutSpan(FieldExpr argument, String whole, Position at) {
        if (!FieldChecker.isAboutSpan(argument)) {
            throw QueryErrors.invalid(
                    at, "aggregate field expressions must reference the span: " + QueryErrors.quoted(whole));
        }
    }
}
