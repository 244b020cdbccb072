package dev.spanflame.traceql.metrics;

import dev.spanflame.traceql.fetch.Field;
import dev.spanflame.traceql.fetch.ScanRequest;
import dev.spanflame.traceql.fetch.SpanSource;
import dev.spanflame.traceql.metrics.measure.Measured;
import dev.spanflame.traceql.metrics.series.MemoryBudget;
import dev.spanflame.traceql.metrics.table.TableMeasurer;
import dev.spanflame.traceql.metrics.table.TableResult;
import dev.spanflame.traceql.plan.Planner;
import dev.spanflame.traceql.plan.QueryPlan;
import dev.spanflame.traceql.syntax.QueryErrors;
import dev.spanflame.traceql.syntax.tree.MetricsExpr;
import dev.spanflame.traceql.syntax.tree.Pipeline;
import dev.spanflame.traceql.syntax.tree.Query;
import dev.spanflame.traceql.syntax.tree.TableExpr;
import dev.spanflame.traceql.type.Checker;
import java.io.IOException;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/// A query for a table, ready to be answered. Immutable and thread-safe; each answer is made in the calling thread.
///
/// Traces are judged whole; of their spans those count that start in the first interval of the axis, as in metrics.
public final class TablePlan {
    private final TableExpr expr;
    private final QueryPlan plan;
    private final List<Measured.Group> by;

    private TablePlan(TableExpr expr) {
        this.expr = expr;
        plan = Planner.search(new Query(expr.input(), List.of()));
        by = Measured.Group.of(expr.by());
    }

    /// Checks and plans `query`; throws [dev.spanflame.model.BackendException] of kind BAD_REQUEST for a query that
    /// makes no table, or has no meaning.
    public static TablePlan of(Query query) {
        Checker.check(query);
        return switch (query.root()) {
            case TableExpr table -> new TablePlan(table);
            case Pipeline pipeline -> throw refused(pipeline);
            case MetricsExpr metrics -> throw refused(metrics);
        };
    }

    private static RuntimeException refused(Query.Root root) {
        return QueryErrors.invalid(
                root.at(), "not a query for a table: expected stats(...) behind the last |, as in {} | stats(count())");
    }

    /// Makes the table of the spans of `source`; of the options the axis has one interval, and the number of series is
    /// the number of rows.
    ///
    /// Throws [dev.spanflame.model.BackendException] of kind CANCELLED, TIMEOUT or TOO_LARGE when `options` end the
    /// work, of kind BAD_REQUEST when an operator meets several spansets of a trace.
    public TableResult query(SpanSource source, MetricsOptions options) throws IOException {
        MemoryBudget budget = new MemoryBudget(options.maxBytes(), options.memory());
        TableMeasurer table = new TableMeasurer(expr, by, options.axis().stepSeconds(), budget);
        Scan scan = new Scan(options, List.of(new Scan.Part(plan, table)));
        if (!plan.never()) {
            scan.run(source, request(options));
        }
        return table.table(options.maxSeries(), scan.inspectedTraces(), scan.inspectedSpans());
    }

    private ScanRequest request(MetricsOptions options) {
        Set<Field> fields = new LinkedHashSet<>(plan.fields());
        fields.add(Field.Intrinsic.START);
        by.forEach(group -> fields.addAll(Planner.fieldsOf(group.expr())));
        expr.columns()
                .forEach(column -> column.arguments()
                        .forEach(argument -> fields.addAll(Planner.fieldsOf(Planner.expression(argument)))));
        return new ScanRequest(options.axis().window(), fields, plan.mandatory(), options.cancelled());
    }
}
