package dev.spanflame.querier.tempo;

import com.google.protobuf.Message;
import dev.spanflame.proto.edge.HttpCall;
import dev.spanflame.proto.edge.HttpReply;
import dev.spanflame.proto.edge.Route;
import dev.spanflame.querier.gate.QueryGate;
import dev.spanflame.querier.traces.CountingSource;
import dev.spanflame.querier.traces.TraceStore;
import dev.spanflame.traceql.metrics.MetricsOptions;
import dev.spanflame.traceql.metrics.MetricsResult;
import java.io.IOException;
import java.time.InstantSource;
import java.util.List;

/// `/api/metrics/query_range` and `/api/metrics/query`: series over time, or one value of each, of a TraceQL metrics
/// query.
final class MetricsEndpoints {
    private final TraceStore store;
    private final QueryGate gate;
    private final InstantSource clock;

    /// `clock` tells what "now" is for requests that name no time.
    MetricsEndpoints(TraceStore store, QueryGate gate, InstantSource clock) {
        this.store = store;
        this.gate = gate;
        this.clock = clock;
    }

    List<Route> routes() {
        return List.of(
                Route.read("/api/metrics/query_range", this::range), Route.read("/api/metrics/query", this::instant));
    }

    private HttpReply range(HttpCall call) throws IOException {
        MetricsParameters asked = MetricsParameters.range(call.query(), clock.instant());
        return answer(call, asked, (result, source) -> MetricsMessages.range(result, asked.axis(), source));
    }

    private HttpReply instant(HttpCall call) throws IOException {
        MetricsParameters asked = MetricsParameters.instant(call.query(), clock.instant());
        return answer(call, asked, MetricsMessages::instant);
    }

    /// Makes a message of series.
    private interface Form {
        Message of(MetricsResult result, CountingSource source);
    }

    private HttpReply answer(HttpCall call, MetricsParameters asked, Form form) throws IOException {
        long maxBytes = gate.limits().maxResultBytes();
        try (QueryGate.Pass pass = gate.enter(call.caller())) {
            MetricsOptions options = MetricsOptions.of(asked.axis())
                    .withMaxExemplars(asked.maxExemplars())
                    .withMaxSeries(asked.maxSeries())
                    .withEnd(pass.ended(), pass.deadlineNanos())
                    .withMaxBytes(maxBytes);
            Message message = store.ask(
                    call.caller().tenants(), source -> form.of(asked.plan().query(source, options), source));
            return Encoding.reply(call, message, maxBytes);
        }
    }
}
