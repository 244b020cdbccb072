package dev.spanflame.traceql.syntax;

import dev.spanflame.traceql.syntax.tree.FieldExpr;
import dev.spanflame.traceql.syntax.tree.FieldName;
import dev.spanflame.traceql.syntax.tree.Literal;
import dev.spanflame.traceql.syntax.tree.MetricsExpr;
import dev.spanflame.traceql.syntax.tree.MetricsExpr.Measurement;
import dev.spanflame.traceql.syntax.tree.Pipeline;
import dev.spanflame.traceql.syntax.tree.Query;
import dev.spanflame.traceql.syntax.tree.ScalarExpr;
import dev.spanflame.traceql.syntax.tree.SpansetExpr;
import dev.spanflame.traceql.syntax.tree.Stage;
import dev.spanflame.traceql.syntax.tree.TableExpr;
import java.util.List;

/// Makes text of a tree. Parsing the text gives an equal tree again.
///
/// The texts of fields and aggregates are also keys in answers: `avg(duration)`, `by(resource.service.name)`.
public final class Printer {
    private final StringBuilder out = new StringBuilder();

    private Printer() {}

    /// A whole query.
    public static String print(Query query) {
        Printer printer = new Printer();
        printer.root(query.root());
        printer.hints(query.hints());
        return printer.out.toString();
    }

    /// An expression over fields.
    public static String print(FieldExpr expr) {
        StringBuilder out = new StringBuilder();
        FieldPrinter.print(expr, out);
        return out.toString();
    }

    /// A spanset expression.
    public static String print(SpansetExpr expr) {
        Printer printer = new Printer();
        printer.spansets(expr);
        return printer.out.toString();
    }

    /// A scalar expression, `count()` for example.
    public static String print(ScalarExpr expr) {
        Printer printer = new Printer();
        printer.scalar(expr);
        return printer.out.toString();
    }

    /// A column of a table, `quantile(duration, 0.99)` for example.
    public static String print(TableExpr.Column column) {
        Printer printer = new Printer();
        printer.column(column);
        return printer.out.toString();
    }

    /// A field by name, scope included.
    public static String print(FieldName name) {
        return FieldPrinter.name(name);
    }

    private void root(Query.Root root) {
        switch (root) {
            case Pipeline pipeline -> pipeline(pipeline);
            case MetricsExpr metrics -> metrics(metrics);
            case TableExpr table -> table(table);
        }
    }

    private void pipeline(Pipeline pipeline) {
        String pipe = "";
        for (Stage stage : pipeline.stages()) {
            out.append(pipe);
            stage(stage);
            pipe = " | ";
        }
    }

    private void table(TableExpr table) {
        pipeline(table.input());
        String comma = " | stats(";
        for (TableExpr.Column column : table.columns()) {
            out.append(comma);
            column(column);
            comma = ", ";
        }
        out.append(')');
        grouping(table.by());
    }

    private void column(TableExpr.Column column) {
        out.append(column.measure().text()).append('(');
        column.arguments().forEach(argument -> FieldPrinter.print(argument, out));
        column.shares().forEach(share -> out.append(", ").append(FieldPrinter.literal(share)));
        out.append(')');
    }

    private void grouping(List<FieldExpr> by) {
        if (!by.isEmpty()) {
            out.append(" by(");
            expressions(by);
            out.append(')');
        }
    }

    private void stage(Stage stage) {
        switch (stage) {
            case Stage.Spansets spansets -> spansets(spansets.expr());
            case Stage.ScalarFilter filter -> {
                scalar(filter.left());
                out.append(' ').append(filter.operator().text()).append(' ');
                scalar(filter.right());
            }
            case Stage.By by -> {
                out.append("by(");
                FieldPrinter.print(by.expr(), out);
                out.append(')');
            }
            case Stage.Coalesce _ -> out.append("coalesce()");
            case Stage.OrderBy order -> {
                out.append("order_by(");
                scalar(order.number());
                out.append(order.descending() ? " desc)" : " asc)");
            }
            case Stage.Select select -> {
                out.append("select(");
                expressions(select.fields());
                out.append(')');
            }
        }
    }

    private void expressions(List<? extends FieldExpr> expressions) {
        String comma = "";
        for (FieldExpr expression : expressions) {
            out.append(comma);
            FieldPrinter.print(expression, out);
            comma = ", ";
        }
    }

    private void spansets(SpansetExpr expr) {
        switch (expr) {
            case SpansetExpr.Filter filter -> {
                out.append("{ ");
                FieldPrinter.print(filter.condition(), out);
                out.append(" }");
            }
            case SpansetExpr.Combination combination -> {
                spansetOperand(combination.left());
                out.append(' ').append(combination.operator().text()).append(' ');
                spansetOperand(combination.right());
            }
            case SpansetExpr.Negation negation -> {
                out.append('!');
                spansetOperand(negation.operand());
            }
            case SpansetExpr.Nested nested -> {
                out.append('(');
                pipeline(nested.pipeline());
                out.append(')');
            }
        }
    }

    private void spansetOperand(SpansetExpr expr) {
        boolean brackets = expr instanceof SpansetExpr.Combination;
        out.append(brackets ? "(" : "");
        spansets(expr);
        out.append(brackets ? ")" : "");
    }

    private void scalar(ScalarExpr expr) {
        switch (expr) {
            case ScalarExpr.Constant constant -> out.append(FieldPrinter.literal(constant.value()));
            case ScalarExpr.Aggregate aggregate -> {
                out.append(aggregate.function().text()).append('(');
                for (FieldExpr argument : aggregate.arguments()) {
                    FieldPrinter.print(argument, out);
                }
                out.append(')');
            }
            case ScalarExpr.Arithmetic arithmetic -> {
                scalarOperand(arithmetic.left());
                out.append(' ').append(arithmetic.operator().text()).append(' ');
                scalarOperand(arithmetic.right());
            }
            case ScalarExpr.Piped piped -> {
                out.append('(');
                pipeline(piped.pipeline());
                out.append(" | ");
                scalar(piped.scalar());
                out.append(')');
            }
        }
    }

    private void scalarOperand(ScalarExpr expr) {
        boolean brackets = expr instanceof ScalarExpr.Arithmetic;
        out.append(brackets ? "(" : "");
        scalar(expr);
        out.append(brackets ? ")" : "");
    }

    private void metrics(MetricsExpr expr) {
        switch (expr) {
            case MetricsExpr.Measured measured -> {
                pipeline(measured.input());
                out.append(" | ")
                        .append(measured.measurement().function().text())
                        .append('(');
                arguments(measured.measurement());
                out.append(')');
                grouping(measured.by());
            }
            case MetricsExpr.Ranked ranked -> {
                metrics(ranked.input());
                out.append(" | ").append(ranked.function().text());
                out.append('(').append(ranked.limit()).append(')');
            }
            case MetricsExpr.Threshold threshold -> {
                metrics(threshold.input());
                out.append(' ').append(threshold.operator().text()).append(' ');
                out.append(FieldPrinter.literal(threshold.value()));
            }
            case MetricsExpr.Arithmetic math -> {
                metricsOperand(math.left());
                out.append(' ').append(math.operator().text()).append(' ');
                metricsOperand(math.right());
            }
            case MetricsExpr.Constant constant -> out.append(FieldPrinter.literal(constant.value()));
        }
    }

    private void metricsOperand(MetricsExpr expr) {
        boolean brackets = !(expr instanceof MetricsExpr.Constant);
        out.append(brackets ? "(" : "");
        metrics(expr);
        out.append(brackets ? ")" : "");
    }

    private void arguments(Measurement measurement) {
        switch (measurement) {
            case Measurement.Count _ -> {}
            case Measurement.OverField over -> FieldPrinter.print(over.field(), out);
            case Measurement.Quantiles quantiles -> {
                FieldPrinter.print(quantiles.field(), out);
                for (Literal quantile : quantiles.quantiles()) {
                    out.append(", ").append(FieldPrinter.literal(quantile));
                }
            }
            case Measurement.Compare compare -> {
                spansets(compare.selection());
                for (long number : compare.numbers()) {
                    out.append(", ").append(number);
                }
            }
        }
    }

    private void hints(List<Query.Hint> hints) {
        if (hints.isEmpty()) {
            return;
        }
        String comma = " with(";
        for (Query.Hint hint : hints) {
            out.append(comma).append(hint.name()).append('=').append(FieldPrinter.literal(hint.value()));
            comma = ", ";
        }
        out.append(')');
    }
}
