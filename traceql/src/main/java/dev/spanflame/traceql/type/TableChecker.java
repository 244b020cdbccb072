package dev.spanflame.traceql.type;

import dev.spanflame.traceql.syntax.Printer;
import dev.spanflame.traceql.syntax.QueryErrors;
import dev.spanflame.traceql.syntax.tree.FieldExpr;
import dev.spanflame.traceql.syntax.tree.Literal;
import dev.spanflame.traceql.syntax.tree.TableExpr;

/// The checks of tables that need no data.
final class TableChecker {
    private static final int MAX_COLUMNS = 32;
    private static final int MAX_GROUPS = 8;

    private TableChecker() {}

    static void check(TableExpr table) {
        Checker.pipeline(table.input());
        if (table.columns().size() > MAX_COLUMNS) {
            throw QueryErrors.invalid(
                    table.at(),
                    "stats() has " + table.columns().size() + " columns (expected at most " + MAX_COLUMNS + ")");
        }
        if (table.by().size() > MAX_GROUPS) {
            throw QueryErrors.invalid(
                    table.at(),
                    "stats() is grouped by " + table.by().size() + " expressions (expected at most " + MAX_GROUPS
                            + ")");
        }
        table.by().forEach(Checker::grouping);
        table.columns().forEach(TableChecker::column);
    }

    private static void column(TableExpr.Column column) {
        String text = Printer.print(column);
        for (FieldExpr argument : column.arguments()) {
            if (column.measure() == TableExpr.Measure.DISTINCT) {
                FieldChecker.check(argument);
                Checker.aboutSpan(argument, text, column.at());
            } else {
                Checker.number(argument, text, column.at());
            }
        }
        for (Literal share : column.shares()) {
            MetricsChecker.quantile(share, column.at());
        }
    }
}
