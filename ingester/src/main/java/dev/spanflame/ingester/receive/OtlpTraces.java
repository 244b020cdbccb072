package dev.spanflame.ingester.receive;

import dev.spanflame.ingester.SpanIntake;
import dev.spanflame.model.BackendException;
import dev.spanflame.model.ErrorKind;
import dev.spanflame.model.trace.SpanBatch;
import dev.spanflame.proto.edge.Caller;
import dev.spanflame.proto.edge.HttpCall;
import dev.spanflame.proto.edge.HttpReply;
import dev.spanflame.proto.edge.ProtoJson;
import dev.spanflame.proto.edge.Route;
import dev.spanflame.proto.edge.RpcMethod;
import dev.spanflame.proto.otlp.json.OtlpJsonReader;
import io.opentelemetry.proto.collector.trace.v1.ExportTracePartialSuccess;
import io.opentelemetry.proto.collector.trace.v1.ExportTraceServiceResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// OTLP's trace service, over gRPC and HTTP (OpenTelemetry Protocol specification 1.x, "OTLP/gRPC" and
/// "OTLP/HTTP").
public final class OtlpTraces {
    /// Path of the service over HTTP.
    public static final String PATH = "/v1/traces";

    private static final String SERVICE = "opentelemetry.proto.collector.trace.v1.TraceService";

    private final SpanIntake intake;
    private final int maxBytes;

    /// Requests of at most `maxBytes` after inflation go to `intake`.
    public OtlpTraces(SpanIntake intake, int maxBytes) {
        this.intake = intake;
        this.maxBytes = maxBytes;
    }

    /// The service over gRPC.
    public RpcMethod method() {
        return new RpcMethod(
                SERVICE,
                "Export",
                maxBytes,
                Route.TenantRule.ONE,
                false,
                Optional.empty(),
                (caller, request, replies) ->
                        replies.accept(store(caller, request).toByteArray()));
    }

    /// The service over HTTP.
    public Route route() {
        return new Route(Set.of("POST"), PATH, maxBytes, Route.TenantRule.ONE, Route.ErrorFormat.OTLP, this::post);
    }

    private HttpReply post(HttpCall call) {
        return switch (OtlpEncoding.of(call)) {
            case PROTOBUF ->
                HttpReply.ok(
                        OtlpEncoding.PROTOBUF.type(),
                        store(call.caller(), call.body()).toByteArray());
            case JSON ->
                HttpReply.ok(
                        OtlpEncoding.JSON.type(),
                        ProtoJson.print(store(call.caller(), OtlpJsonReader.toProtobuf(call.body()))));
        };
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
        };
    }

    /// How an OTLP request over HTTP is written.
    enum OtlpEncoding {
        PROTOBUF("application/x-protobuf", "application/protobuf"),
        JSON("application/json", "application/json");

        private final String type;
        private final String otherType;

        OtlpEncoding(String type, String otherType) {
            this.type = type;
            this.otherType = otherType;
        }

        String type() {
            return type;
        }

        /// By the header `Content-Type`; throws [BackendException] of kind UNSUPPORTED_MEDIA for any
        /// other.
        static OtlpEncoding of(HttpCall call) {
            String header = call.header("Content-Type");
            int semicolon = header.indexOf(';');
            String type = (semicolon < 0 ? header : header.substring(0, semicolon)).strip();
            for (OtlpEncoding encoding : values()) {
                if (encoding.type.equalsIgnoreCase(type) || encoding.otherType.equalsIgnoreCase(type)) {
                    return encoding;
                }
            }
            throw new BackendException(
                    ErrorKind.UNSUPPORTED_MEDIA,
                    "unsupported_media",
                    "content type is '" + shown(type) + "'; expected application/x-protobuf or application/json");
        }

        private static String shown(String type) {
            return type.length() > 60 ? type.substring(0, 60) + "..." : type;
        }
    }
}
