package dev.spanflame.ingester.receive;

import dev.spanflame.ingester.SpanIntake;
import dev.spanflame.model.trace.SpanBatch;
import dev.spanflame.proto.edge.Caller;
import dev.spanflame.proto.edge.Route;
import dev.spanflame.proto.edge.RpcMethod;
import dev.spanflame.proto.otlp.json.OtlpJsonReader;
import io.opentelemetry.proto.collector.trace.v1.ExportTracePartialSuccess;
import io.opentelemetry.proto.collector.trace.v1.ExportTraceServiceResponse;
import java.util.ArrayList;
import java.util.List;

/// OTLP's trace service, over gRPC and HTTP (OpenTelemetry Protocol specification 1.x, "OTLP/gRPC" and
/// "OTLP/HTTP").
public final class OtlpTraces {
    /// Path of the service over HTTP.
    public static final String PATH = "/v1/traces";

    private final SpanIntake intake;
    private final OtlpEndpoint endpoint;

    /// Requests of at most `maxBytes` after inflation go to `intake`.
    public OtlpTraces(SpanIntake intake, int maxBytes) {
        this.intake = intake;
        this.endpoint = new OtlpEndpoint(
                "opentelemetry.proto.collector.trace.v1.TraceService",
                PATH,
                maxBytes,
                OtlpJsonReader::toProtobuf,
                this::store);
    }

    /// The service over gRPC.
    public RpcMethod method() {
        return endpoint.method();
    }

    /// The service over HTTP.
    public Route route() {
        return endpoint.route();
    }

    private ExportTraceServiceResponse store(Caller caller, byte[] request) {
        SpanIntake.Result result = intake.store(caller.tenant(), request);
        ExportTraceServiceResponse.Builder response = ExportTraceServiceResponse.newBuilder();
        if (result.refusedCount() > 0) {
            response.setPartialSuccess(ExportTracePartialSuccess.newBuilder()
                    .setRejectedSpans(result.refusedCount())
                    .setErrorMessage(message(result)));
        }
        return response.build();
    }

    private static String message(SpanIntake.Result result) {
        List<String> reasons = new ArrayList<>();
        result.refused().forEach((why, count) -> reasons.add(count + " with " + text(why)));
        return "refused: " + String.join(", ", reasons) + "; " + result.stored() + " stored";
    }

    private static String text(SpanBatch.Refusal why) {
        return switch (why) {
            case INVALID_TRACE_ID -> "a trace id that is not 16 bytes or is all zero";
            case INVALID_SPAN_ID -> "a span id that is not 8 bytes or is all zero";
            case TRACE_TOO_LARGE -> "a trace that has the most spans allowed (limits.max-spans-per-trace)";
            case TOO_OLD -> "an end that is longer ago than traces are kept (retention.traces)";
            case TOO_NEW -> "an end that is further from now than is accepted (limits.max-future)";
        };
    }
}
