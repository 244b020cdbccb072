package dev.spanflame.querier.tempo.diff;

import dev.spanflame.model.BackendException;
import dev.spanflame.model.ErrorKind;
import dev.spanflame.model.trace.Trace;
import dev.spanflame.model.trace.TraceId;
import dev.spanflame.proto.edge.HttpCall;
import dev.spanflame.proto.edge.HttpReply;
import dev.spanflame.proto.edge.Route;
import dev.spanflame.querier.gate.QueryGate;
import dev.spanflame.querier.tempo.BoundedBytes;
import dev.spanflame.querier.traces.FoundTrace;
import dev.spanflame.querier.traces.TraceStore;
import java.io.IOException;
import java.util.Set;

/// `POST /api/v2/traces/diff`: what differs between two traces. Thread-safe.
public final class TraceDiffEndpoint {
    /// Spans that both traces may have together.
    private static final int MAX_SPANS = 250_000;

    private static final int MAX_REQUEST_BYTES = 64 << 10;

    private final TraceStore store;
    private final QueryGate gate;

    /// Over the traces of `store`.
    public TraceDiffEndpoint(TraceStore store, QueryGate gate) {
        this.store = store;
        this.gate = gate;
    }

    /// The endpoint; it takes any method, because the path of a trace by id would take the others.
    public Route route() {
        return new Route(
                Set.of(),
                "/api/v2/traces/diff",
                MAX_REQUEST_BYTES,
                Route.TenantRule.MANY,
                Route.ErrorFormat.TEXT,
                this::diff);
    }

    private HttpReply diff(HttpCall call) throws IOException {
        if (!call.method().equals("POST")) {
            return HttpReply.text(405, "Method Not Allowed").withHeader("Allow", "POST");
        }
        DiffRequest request = DiffRequest.parse(call.body());
        try (QueryGate.Pass pass = gate.enter(call.caller())) {
            Trace base = find(call, request.base(), pass);
            Trace compared = find(call, request.compare(), pass);
            int spans = base.spanCount() + compared.spanCount();
            if (spans > MAX_SPANS) {
                throw new BackendException(
                        ErrorKind.TOO_LARGE,
                        "diff_too_large",
                        "trace diff input too large: the two traces have " + spans
                                + " spans together; expected at most " + MAX_SPANS);
            }
            TraceDiff diff = TraceDiff.of(base, compared);
            pass.check();
            BoundedBytes json = new BoundedBytes(gate.limits().maxResultBytes());
            DiffJson.write(diff, request.format(), json);
            return HttpReply.json(json.toByteArray());
        }
    }

    private Trace find(HttpCall call, TraceId id, QueryGate.Pass pass) throws IOException {
        FoundTrace found = store.trace(call.caller().tenants(), id, pass.ended(), pass.memory()::take);
        pass.check();
        if (found.trace().spanCount() == 0) {
            throw new BackendException(ErrorKind.NOT_FOUND, "trace_not_found", "trace " + id.hex() + " not found");
        }
        if (found.truncated()) {
            throw new BackendException(
                    ErrorKind.UNPROCESSABLE,
                    "trace_too_large",
                    "trace " + id.hex() + " has " + found.storedSpans()
                            + " spans, of which not all can be read; only whole traces can be compared");
        }
        return found.trace();
    }
}
