package dev.spanflame.querier.tempo;

import dev.spanflame.model.BackendException;
import dev.spanflame.model.ErrorKind;
import dev.spanflame.model.trace.TraceId;
import dev.spanflame.proto.edge.HttpCall;
import dev.spanflame.proto.edge.HttpReply;
import dev.spanflame.proto.edge.Route;
import dev.spanflame.proto.otlp.TraceMessages;
import dev.spanflame.proto.otlp.json.TraceJson;
import dev.spanflame.proto.tempopb.PartialStatus;
import dev.spanflame.proto.tempopb.TraceByIDMetrics;
import dev.spanflame.proto.tempopb.TraceByIDResponse;
import dev.spanflame.querier.gate.QueryGate;
import dev.spanflame.querier.traces.FoundTrace;
import dev.spanflame.querier.traces.TraceStore;
import java.io.IOException;
import java.util.List;

/// `GET /api/traces/{id}` and `GET /api/v2/traces/{id}`: all spans of one trace.
///
/// `start` and `end` are checked and otherwise not needed: the whole trace is found in any case.
final class TraceByIdEndpoints {
    private final TraceStore store;
    private final QueryGate gate;

    TraceByIdEndpoints(TraceStore store, QueryGate gate) {
        this.store = store;
        this.gate = gate;
    }

    List<Route> routes() {
        return List.of(Route.read("/api/traces/{id}", this::first), Route.read("/api/v2/traces/{id}", this::second));
    }

    /// The trace alone, or 404 without a body.
    private HttpReply first(HttpCall call) throws IOException {
        try (QueryGate.Pass pass = gate.enter(call.caller())) {
            FoundTrace found = find(call, pass);
            if (found.trace().spanCount() == 0) {
                return HttpReply.empty(404);
            }
            if (found.truncated()) {
                throw new BackendException(ErrorKind.UNPROCESSABLE, "trace_too_large", tooLarge(found));
            }
            long maxBytes = gate.limits().maxResultBytes();
            return switch (Encoding.of(call)) {
                case PROTOBUF -> Encoding.protobuf(TraceMessages.tempo(found.trace()), maxBytes);
                case JSON -> {
                    BoundedBytes json = new BoundedBytes(maxBytes);
                    TraceJson.writeTempoV1(found.trace(), json);
                    yield HttpReply.json(json.toByteArray());
                }
            };
        }
    }

    /// The trace in an envelope; an unknown one is an empty trace, which Grafana expects.
    private HttpReply second(HttpCall call) throws IOException {
        if (!call.query().firstOr("q", "").isBlank()) {
            throw BackendException.badRequest(
                    "unsupported_parameter", "filtering a single trace by q is not supported; leave q out");
        }
        try (QueryGate.Pass pass = gate.enter(call.caller())) {
            FoundTrace found = find(call, pass);
            TraceByIDResponse.Builder envelope =
                    TraceByIDResponse.newBuilder().setMetrics(TraceByIDMetrics.getDefaultInstance());
            if (found.truncated()) {
                envelope.setStatus(PartialStatus.PARTIAL).setMessage(tooLarge(found));
            }
            long maxBytes = gate.limits().maxResultBytes();
            return switch (Encoding.of(call)) {
                case PROTOBUF ->
                    Encoding.protobuf(
                            envelope.setTrace(TraceMessages.tempo(found.trace()))
                                    .build(),
                            maxBytes);
                case JSON -> {
                    BoundedBytes json = new BoundedBytes(maxBytes);
                    TraceJson.writeTempoV2(found.trace(), envelope.build(), json);
                    yield HttpReply.json(json.toByteArray());
                }
            };
        }
    }

    private FoundTrace find(HttpCall call, QueryGate.Pass pass) throws IOException {
        TraceId id = TraceId.parse(call.pathParameters().getOrDefault("id", ""));
        TimeParameters.window(call.query());
        FoundTrace found = store.trace(call.caller().tenants(), id, pass.ended());
        pass.check();
        return found;
    }

    private static String tooLarge(FoundTrace found) {
        return "trace is too large to be shown whole: it has " + found.storedSpans() + " spans, of which "
                + found.trace().spanCount() + " can be returned";
    }
}
