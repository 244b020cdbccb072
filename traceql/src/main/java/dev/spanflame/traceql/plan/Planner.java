package dev.spanflame.traceql.plan;

import dev.spanflame.traceql.fetch.Field;
import dev.spanflame.traceql.syntax.Printer;
import dev.spanflame.traceql.syntax.QueryErrors;
import dev.spanflame.traceql.syntax.tree.FieldExpr;
import dev.spanflame.traceql.syntax.tree.Function;
import dev.spanflame.traceql.syntax.tree.Literal;
import dev.spanflame.traceql.syntax.tree.MetricsExpr;
import dev.spanflame.traceql.syntax.tree.Pipeline;
import dev.spanflame.traceql.syntax.tree.Position;
import dev.spanflame.traceql.syntax.tree.Query;
import dev.spanflame.traceql.syntax.tree.ScalarExpr;
import dev.spanflame.traceql.syntax.tree.SpansetExpr;
import dev.spanflame.traceql.syntax.tree.Stage;
import dev.spanflame.traceql.syntax.tree.TableExpr;
import dev.spanflame.traceql.type.Value;
import dev.spanflame.traceql.type.Values;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// Plans checked queries.
public final class Planner {
    private static final int MAX_OFFSET = 100_000;

    private final OutputFields output = new OutputFields();
    private Optional<TraceOrder> order = Optional.empty();

    private Planner() {}

    /// The plan of a query as a search for spans.
    ///
    /// Of a metrics query the pipeline is searched: the spans that the series are made of. Arithmetic on series has
    /// no such spans and is refused.
    public static QueryPlan search(Query query) {
        return new Planner().plan(pipelineOf(query.root()), offset(query));
    }

    /// The plan of one condition.
    public static FilterPlan filter(SpansetExpr.Filter filter) {
        return FilterPlan.of(ExprPlanner.plan(filter.condition()));
    }

    /// The stored fields that conditions read.
    public static Set<Field> fieldsOf(FilterPlan filter) {
        FieldsRead fields = new FieldsRead();
        fields.addFilter(filter);
        return fields.all();
    }

    /// The plan of an expression outside filters, whose fields may be of events and links.
    public static Expr expression(FieldExpr expr) {
        return ExprPlanner.plan(expr);
    }

    /// The stored fields that an expression reads.
    public static Set<Field> fieldsOf(Expr expr) {
        FieldsRead fields = new FieldsRead();
        fields.addExpr(expr);
        return fields.all();
    }

    private QueryPlan plan(Pipeline pipeline, int offset) {
        List<PlannedStage> stages = stages(pipeline);
        FieldsRead fields = new FieldsRead();
        fields.addStages(stages);
        order.ifPresent(by -> fields.addScalar(by.number()));
        return new QueryPlan(
                stages,
                order,
                offset,
                fields.all(),
                MandatoryConditions.of(stages),
                output.fields(),
                output.hasName(),
                PlannedStage.anyNever(stages));
    }

    /// Unlike other hints this one is refused where its value is none: whoever asks for pages would get the first
    /// one over and over again.
    private static int offset(Query query) {
        Optional<Query.Hint> hint = query.hint("offset");
        if (hint.isEmpty()) {
            return 0;
        }
        if (!(hint.get().value() instanceof Literal.Int(long offset))) {
            throw QueryErrors.invalid(
                    hint.get().at(), "offset is no integer (expected at least 0 and at most " + MAX_OFFSET + ")");
        }
        if (offset < 0 || offset > MAX_OFFSET) {
            throw QueryErrors.invalid(
                    hint.get().at(), "offset is " + offset + " (expected at least 0 and at most " + MAX_OFFSET + ")");
        }
        return (int) offset;
    }

    private static Pipeline pipelineOf(Query.Root root) {
        return switch (root) {
            case Pipeline pipeline -> pipeline;
            case MetricsExpr.Measured measured -> measured.input();
            case MetricsExpr.Ranked ranked -> pipelineOf(ranked.input());
            case MetricsExpr.Threshold threshold -> pipelineOf(threshold.input());
            case TableExpr table -> table.input();
            case MetricsExpr.Arithmetic math -> throw refused(math.at());
            case MetricsExpr.Constant constant -> throw refused(constant.at());
        };
    }

    private static RuntimeException refused(Position at) {
        return QueryErrors.invalid(at, "math expressions not supported in a search; send it to the metrics API");
    }

    private List<PlannedStage> stages(Pipeline pipeline) {
        List<PlannedStage> stages = new ArrayList<>();
        for (Stage stage : pipeline.stages()) {
            switch (stage) {
                case Stage.Spansets spansets -> stages.add(new PlannedStage.Spansets(spansets(spansets.expr())));
                case Stage.ScalarFilter filter -> {
                    PlannedStage.Operand left = operand(filter.left());
                    stages.add(new PlannedStage.ScalarFilter(left, filter.operator(), operand(filter.right())));
                }
                case Stage.By by -> {
                    output.add(by.expr());
                    stages.add(new PlannedStage.Group(
                            ExprPlanner.plan(by.expr()), "by(" + Printer.print(by.expr()) + ')'));
                }
                case Stage.OrderBy by ->
                    order = Optional.of(
                            new TraceOrder(scalar(by.number()), Printer.print(by.number()), by.descending()));
                case Stage.Coalesce _ -> stages.add(new PlannedStage.Coalesce());
                case Stage.Select select -> select.fields().forEach(output::add);
            }
        }
        return stages;
    }

    private SpansetPlan spansets(SpansetExpr expr) {
        return switch (expr) {
            case SpansetExpr.Filter filter -> {
                output.add(filter.condition());
                yield new SpansetPlan.Filter(filter(filter));
            }
            case SpansetExpr.Combination combination -> {
                SpansetPlan left = spansets(combination.left());
                yield new SpansetPlan.Combination(combination.operator(), left, spansets(combination.right()));
            }
            case SpansetExpr.Negation negation -> new SpansetPlan.Negation(spansets(negation.operand()));
            case SpansetExpr.Nested nested -> new SpansetPlan.Nested(stages(nested.pipeline()), nested.at());
        };
    }

    private PlannedStage.Operand operand(ScalarExpr expr) {
        return new PlannedStage.Operand(scalar(expr), expr instanceof ScalarExpr.Constant ? "" : Printer.print(expr));
    }

    private PlannedStage.Scalar scalar(ScalarExpr expr) {
        return switch (expr) {
            case ScalarExpr.Constant(Literal value, Position _) -> new PlannedStage.Constant(Values.of(value));
            case ScalarExpr.Aggregate aggregate -> aggregate(aggregate);
            case ScalarExpr.Arithmetic arithmetic -> {
                PlannedStage.Scalar left = scalar(arithmetic.left());
                yield new PlannedStage.Arithmetic(arithmetic.operator(), left, scalar(arithmetic.right()));
            }
            case ScalarExpr.Piped piped -> {
                List<PlannedStage> stages = stages(piped.pipeline());
                yield new PlannedStage.Piped(stages, scalar(piped.scalar()), piped.at());
            }
        };
    }

    private PlannedStage.Aggregate aggregate(ScalarExpr.Aggregate aggregate) {
        for (FieldExpr argument : aggregate.arguments()) {
            output.add(argument);
        }
        Expr argument = aggregate.function() == Function.COUNT
                ? new Expr.Constant(Value.NIL)
                : ExprPlanner.plan(aggregate.arguments().getFirst());
        return new PlannedStage.Aggregate(aggregate.function(), argument);
    }
}
