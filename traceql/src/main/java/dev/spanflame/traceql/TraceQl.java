package dev.spanflame.traceql;

import dev.spanflame.traceql.metrics.MetricsPlan;
import dev.spanflame.traceql.metrics.TablePlan;
import dev.spanflame.traceql.search.SearchPlan;
import dev.spanflame.traceql.syntax.Parser;
import dev.spanflame.traceql.syntax.Printer;
import dev.spanflame.traceql.syntax.tree.FieldName;
import dev.spanflame.traceql.syntax.tree.Query;

/// The door of the language: text in, something that runs out.
///
/// ```java
/// SearchPlan plan = TraceQl.compile(TraceQl.parse("{ span.http.status_code >= 500 }"));
/// SearchResult result = plan.search(source, SearchOptions.of(window));
/// ```
///
/// Every method throws [dev.spanflame.model.BackendException] of kind BAD_REQUEST, with the position, for a
/// text it cannot use, and nothing else, whatever the text.
public final class TraceQl {
    private TraceQl() {}

    /// The syntax tree of a query of at most 128 KiB.
    public static Query parse(String text) {
        return Parser.query(text);
    }

    /// A single field, as in the path of a request for its values: `span.http.method`, `name`, `.foo`.
    public static FieldName parseField(String text) {
        return Parser.field(text);
    }

    /// The text of a query; parsing it gives an equal tree.
    public static String print(Query query) {
        return Printer.print(query);
    }

    /// Checks and plans a query as a search for traces. Of a metrics query the spans are found that it
    /// measures.
    public static SearchPlan compile(Query query) {
        return SearchPlan.of(query);
    }

    /// Checks and plans a metrics query: series over time.
    public static MetricsPlan measure(Query query) {
        return MetricsPlan.of(query);
    }

    /// Checks and plans a query that ends in `stats(...)`: a table.
    public static TablePlan tabulate(Query query) {
        return TablePlan.of(query);
    }
}
