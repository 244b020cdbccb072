package dev.spanflame.querier.tempo.table;

import dev.spanflame.model.TimeRange;
import dev.spanflame.proto.edge.HttpCall;
import dev.spanflame.proto.edge.HttpReply;
import dev.spanflame.proto.edge.QueryParameters;
import dev.spanflame.proto.edge.Route;
import dev.spanflame.querier.arrow.ArrowReply;
import dev.spanflame.querier.gate.QueryGate;
import dev.spanflame.querier.tempo.parameter.MetricsTimeParameters;
import dev.spanflame.querier.traces.TraceStore;
import dev.spanflame.traceql.TraceQl;
import dev.spanflame.traceql.metrics.MetricsOptions;
import dev.spanflame.traceql.metrics.TablePlan;
import dev.spanflame.traceql.metrics.series.TimeAxis;
import dev.spanflame.traceql.metrics.table.TableResult;
import java.io.IOException;
import java.time.InstantSource;

/// `/api/stats`: the table of a query that ends in `stats(...)`. Tempo has nothing like it.
public final class StatsEndpoint {
    private static final int DEFAULT_ROWS = 1000;
    private static final int MAX_ROWS = 100_000;

    private final TraceStore store;
    private final QueryGate gate;
    private final InstantSource clock;

    /// Tables of what `store` has, made behind `gate`; `clock` tells what "now" is for requests that name no time.
    public StatsEndpoint(TraceStore store, QueryGate gate, InstantSource clock) {
        this.store = store;
        this.gate = gate;
        this.clock = clock;
    }

    /// The endpoint.
    public Route route() {
        return Route.read("/api/stats", this::stats);
    }

    private HttpReply stats(HttpCall call) throws IOException {
        QueryParameters given = call.query();
        String text = given.firstOr("q", given.firstOr("query", ""));
        if (text.isBlank()) {
            throw MetricsTimeParameters.refused("q is missing; give a query such as {} | stats(count()) by(name)");
        }
        TablePlan plan = TraceQl.tabulate(TraceQl.parse(text));
        TimeRange window = MetricsTimeParameters.window(given, clock.instant());
        int rows = rows(given);
        try (QueryGate.Pass pass = gate.enter(call.caller())) {
            MetricsOptions options = MetricsOptions.of(TimeAxis.instant(window.startNanos(), window.endNanos()))
                    .withMaxSeries(rows)
                    .withEnd(pass.ended(), pass.deadlineNanos())
                    .withMemory(gate.limits().maxResultBytes(), pass.memory()::take);
            TableResult table = store.ask(call.caller().tenants(), source -> plan.query(source, options));
            return ArrowReply.isWanted(call) ? StatsTable.arrow(table) : StatsTable.json(table);
        }
    }

    private static int rows(QueryParameters given) {
        int rows = MetricsTimeParameters.count(given, "limit");
        if (rows > MAX_ROWS) {
            throw MetricsTimeParameters.refused("limit is " + rows + "; expected at most " + MAX_ROWS);
        }
        return rows == 0 ? DEFAULT_ROWS : rows;
    }
}
