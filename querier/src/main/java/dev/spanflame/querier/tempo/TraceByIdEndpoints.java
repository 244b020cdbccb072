package dev.spanflame.querier.tempo;

import dev.spanflame.model.BackendException;
import dev.spanflame.model.ErrorKind;
import dev.spanflame.model.trace.Trace;
import dev.spanflame.model.trace.TraceId;
import dev.spanflame.proto.edge.HttpCall;
import dev.spanflame.proto.edge.HttpReply;
import dev.spanflame.proto.edge.Route;
import dev.spanflame.proto.otlp.TraceMessages;
import dev.spanflame.proto.otlp.json.TraceJson;
import dev.spanflame.proto.tempopb.PartialStatus;
import dev.spanflame.proto.tempopb.TraceByIDMetrics;
import dev.spanflame.proto.tempopb.TraceByIDResponse;
import dev.spanflame.querier.arrow.ArrowReply;
import dev.spanflame.querier.damage.DamagedBlocks;
import dev.spanflame.querier.gate.QueryGate;
import dev.spanflame.querier.links.LinkedReplies;
import dev.spanflame.querier.tempo.listed.StreamedReply;
import dev.spanflame.querier.tempo.parameter.TimeParameters;
import dev.spanflame.querier.tempo.parameter.TraceFilterParameters;
import dev.spanflame.querier.tempo.table.SpanTable;
import dev.spanflame.querier.traces.FoundTrace;
import dev.spanflame.querier.traces.TraceStore;
import dev.spanflame.querier.traces.filter.TraceFilter;
import dev.spanflame.traceql.eval.StopSignal;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// `GET /api/traces/{id}` and `GET /api/v2/traces/{id}`: all spans of one trace, or in the second version
/// those that satisfy `q`.
///
/// `start` and `end` are checked and otherwise not needed: the whole trace is found in any case.
final class TraceByIdEndpoints {
    private final TraceStore store;
    private final QueryGate gate;
    private final LinkedReplies links;

    TraceByIdEndpoints(TraceStore store, QueryGate gate, LinkedReplies links) {
        this.store = store;
        this.gate = gate;
        this.links = links;
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
            Trace trace = found.trace();
            if (ArrowReply.isWanted(call)) {
                return SpanTable.reply(trace, "");
            }
            HttpReply reply = switch (Encoding.of(call)) {
                case PROTOBUF -> Encoding.protobuf(TraceMessages.tempo(trace), maxBytes());
                case JSON, LLM -> json(call, pass, json -> TraceJson.writeTempoV1(trace, json));
                case OTLP_JSON -> json(call, pass, json -> TraceJson.writeOtlp(trace, json));
            };
            return links.trace(call, reply, trace, new BoundedBytes(maxBytes()));
        }
    }

    /// The trace in an envelope; an unknown one is an empty trace, which Grafana expects.
    private HttpReply second(HttpCall call) throws IOException {
        Optional<TraceFilter> filter = TraceFilterParameters.of(call.query());
        try (QueryGate.Pass pass = gate.enter(call.caller())) {
            FoundTrace found = find(call, pass);
            Trace trace = found.trace();
            List<String> missing = new ArrayList<>();
            if (found.truncated()) {
                missing.add(tooLarge(found));
            }
            if (found.damagedBlocks() > 0) {
                missing.add(DamagedBlocks.text(found.damagedBlocks()));
            }
            if (filter.isPresent()) {
                trace = filter.get().apply(trace, new StopSignal(pass.ended(), pass.deadlineNanos()));
                if (trace.spanCount() < found.trace().spanCount()) {
                    missing.add("q keeps " + trace.spanCount() + " of "
                            + found.trace().spanCount() + " spans of the trace");
                }
            }
            HttpReply reply = answer(call, pass, trace, String.join("; ", missing));
            return links.trace(call, reply, trace, new BoundedBytes(maxBytes()));
        }
    }

    private HttpReply answer(HttpCall call, QueryGate.Pass pass, Trace trace, String missing) throws IOException {
        if (ArrowReply.isWanted(call)) {
            return SpanTable.reply(trace, missing);
        }
        TraceByIDResponse.Builder rest =
                TraceByIDResponse.newBuilder().setMetrics(TraceByIDMetrics.getDefaultInstance());
        if (!missing.isEmpty()) {
            rest.setStatus(PartialStatus.PARTIAL).setMessage(missing);
        }
        return switch (Encoding.of(call)) {
            case PROTOBUF ->
                Encoding.protobuf(rest.setTrace(TraceMessages.tempo(trace)).build(), maxBytes());
            case JSON -> json(call, pass, json -> TraceJson.writeTempoV2(trace, rest.build(), json));
            case LLM ->
                written(
                        call,
                        pass,
                        "application/vnd.grafana.llm+json",
                        json -> TraceJson.writeLlm(trace, rest.build(), json));
            case OTLP_JSON -> {
                HttpReply reply = json(call, pass, json -> TraceJson.writeOtlp(trace, json));
                yield missing.isEmpty() ? reply : reply.withHeader(TagEndpoints.TRUNCATED, "true");
            }
        };
    }

    private HttpReply json(HttpCall call, QueryGate.Pass pass, HttpReply.Writer writer) throws IOException {
        return written(call, pass, "application/json", writer);
    }

    /// A large trace is written while it is sent, unless links are put into what was written.
    private HttpReply written(HttpCall call, QueryGate.Pass pass, String type, HttpReply.Writer writer)
            throws IOException {
        if (Encoding.isLarge(pass) && !LinkedReplies.areWanted(call)) {
            return StreamedReply.of(type, pass::check, writer);
        }
        BoundedBytes bytes = new BoundedBytes(maxBytes());
        writer.writeTo(bytes);
        return HttpReply.ok(type, bytes.toByteArray());
    }

    private long maxBytes() {
        return gate.limits().maxResultBytes();
    }

    private FoundTrace find(HttpCall call, QueryGate.Pass pass) throws IOException {
        TraceId id = TraceId.parse(call.pathParameters().getOrDefault("id", ""));
        TimeParameters.check(call.query());
        FoundTrace found = store.trace(call.caller().tenants(), id, pass.ended(), pass.memory()::takeUpTo);
        pass.check();
        return found;
    }

    private static String tooLarge(FoundTrace found) {
        return "trace is too large to be shown whole: it has " + found.storedSpans() + " spans, of which "
                + found.trace().spanCount() + " can be returned";
    }
}
