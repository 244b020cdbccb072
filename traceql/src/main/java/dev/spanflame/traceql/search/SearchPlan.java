package dev.spanflame.traceql.search;

import dev.spanflame.traceql.fetch.ScanRequest;
import dev.spanflame.traceql.fetch.SpanSource;
import dev.spanflame.traceql.plan.Planner;
import dev.spanflame.traceql.plan.QueryPlan;
import dev.spanflame.traceql.syntax.tree.Query;
import dev.spanflame.traceql.type.Checker;
import java.io.IOException;

/// A query that is ready to search. Immutable and thread-safe; each search runs in the calling thread.
public final class SearchPlan {
    private final QueryPlan plan;

    private SearchPlan(QueryPlan plan) {
        this.plan = plan;
    }

    /// Checks and plans `query`; throws [dev.spanflame.model.BackendException] of kind BAD_REQUEST for a
    /// query without meaning, or with one that is not supported.
    public static SearchPlan of(Query query) {
        Checker.check(query);
        return new SearchPlan(Planner.search(query));
    }

    /// Searches `source`.
    ///
    /// Throws [dev.spanflame.model.BackendException] of kind CANCELLED, TIMEOUT or TOO_LARGE when `options`
    /// end the work, of kind BAD_REQUEST when an operator meets several spansets of a trace.
    public SearchResult search(SpanSource source, SearchOptions options) throws IOException {
        return search(source, options, SearchProgress.NONE);
    }

    /// The same, telling `progress`; an answer that is ordered or begins behind others is not told of before its end.
    public SearchResult search(SpanSource source, SearchOptions options, SearchProgress progress) throws IOException {
        if (plan.never()) {
            return SearchResult.EMPTY;
        }
        SearchOptions wide =
                options.withLimit((int) Math.min((long) options.limit() + plan.offset(), Integer.MAX_VALUE));
        SearchProgress told = plan.offset() == 0 && plan.order().isEmpty() ? progress : SearchProgress.NONE;
        return new SearchRun(plan, wide, told).run(source, request(options)).behind(plan.offset());
    }

    /// What a search will ask of the source.
    public ScanRequest request(SearchOptions options) {
        return new ScanRequest(options.window(), plan.fields(), plan.mandatory(), options.cancelled());
    }

    /// The plan.
    public QueryPlan plan() {
        return plan;
    }
}
