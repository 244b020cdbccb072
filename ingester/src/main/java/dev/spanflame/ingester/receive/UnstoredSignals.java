package dev.spanflame.ingester.receive;

import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.Message;
import dev.spanflame.model.BackendException;
import dev.spanflame.model.metric.Meters;
import dev.spanflame.proto.edge.ProtoJson;
import dev.spanflame.proto.edge.Route;
import dev.spanflame.proto.edge.RpcMethod;
import io.opentelemetry.proto.collector.logs.v1.ExportLogsPartialSuccess;
import io.opentelemetry.proto.collector.logs.v1.ExportLogsServiceRequest;
import io.opentelemetry.proto.collector.logs.v1.ExportLogsServiceResponse;
import io.opentelemetry.proto.collector.metrics.v1.ExportMetricsPartialSuccess;
import io.opentelemetry.proto.collector.metrics.v1.ExportMetricsServiceRequest;
import io.opentelemetry.proto.collector.metrics.v1.ExportMetricsServiceResponse;
import io.opentelemetry.proto.logs.v1.ResourceLogs;
import io.opentelemetry.proto.logs.v1.ScopeLogs;
import io.opentelemetry.proto.metrics.v1.Metric;
import io.opentelemetry.proto.metrics.v1.ResourceMetrics;
import io.opentelemetry.proto.metrics.v1.ScopeMetrics;
import java.util.List;

/// OTLP's services for metrics and logs, which SDKs send to the same address as traces: nothing is stored,
/// and the answer says so by a partial success, which senders show once and do not repeat.
public final class UnstoredSignals {
    private static final String TEXT = "Spanflame stores traces and profiles; send %s to another backend";

    private final int maxBytes;
    private final Meters.Counter refused;

    /// Requests of at most `maxBytes` after inflation are answered.
    public UnstoredSignals(int maxBytes, Meters meters) {
        this.maxBytes = maxBytes;
        this.refused = meters.counter(
                "spanflame_unstored_items_total", "Metric points and log records answered but not stored", "signal");
    }

    @FunctionalInterface
    private interface Answer {
        /// The reply to a protobuf request.
        Message to(byte[] request) throws InvalidProtocolBufferException;
    }

    /// The services over gRPC.
    public List<RpcMethod> methods() {
        return List.of(metricsService().method(), logsService().method());
    }

    /// The services over HTTP.
    public List<Route> routes() {
        return List.of(metricsService().route(), logsService().route());
    }

    private OtlpEndpoint metricsService() {
        return endpoint("metrics", "MetricsService", ExportMetricsServiceRequest.getDefaultInstance(), this::metrics);
    }

    private OtlpEndpoint logsService() {
        return endpoint("logs", "LogsService", ExportLogsServiceRequest.getDefaultInstance(), this::logs);
    }

    private OtlpEndpoint endpoint(String signal, String service, Message request, Answer answer) {
        return new OtlpEndpoint(
                "opentelemetry.proto.collector." + signal + ".v1." + service,
                "/v1/" + signal,
                maxBytes,
                json -> ProtoJson.parse(json, request.newBuilderForType()).toByteArray(),
                (_, bytes) -> answer(answer, bytes));
    }

    private static Message answer(Answer answer, byte[] request) {
        try {
            return answer.to(request);
        } catch (InvalidProtocolBufferException e) {
            throw BackendException.badRequest("malformed_protobuf", "request is not valid protobuf: " + e.getMessage());
        }
    }

    private Message metrics(byte[] bytes) throws InvalidProtocolBufferException {
        long points = 0;
        for (ResourceMetrics resource :
                ExportMetricsServiceRequest.parseFrom(bytes).getResourceMetricsList()) {
            for (ScopeMetrics scope : resource.getScopeMetricsList()) {
                for (Metric metric : scope.getMetricsList()) {
                    points += points(metric);
                }
            }
        }
        ExportMetricsServiceResponse.Builder reply = ExportMetricsServiceResponse.newBuilder();
        if (points > 0) {
            refused.add(points, "metrics");
            reply.setPartialSuccess(ExportMetricsPartialSuccess.newBuilder()
                    .setRejectedDataPoints(points)
                    .setErrorMessage(TEXT.formatted("metrics")));
        }
        return reply.build();
    }

    private static int points(Metric metric) {
        return metric.getGauge().getDataPointsCount()
                + metric.getSum().getDataPointsCount()
                + metric.getHistogram().getDataPointsCount()
                + metric.getExponentialHistogram().getDataPointsCount()
                + metric.getSummary().getDataPointsCount();
    }

    private Message logs(byte[] bytes) throws InvalidProtocolBufferException {
        long records = 0;
        for (ResourceLogs resource : ExportLogsServiceRequest.parseFrom(bytes).getResourceLogsList()) {
            for (ScopeLogs scope : resource.getScopeLogsList()) {
                records += scope.getLogRecordsCount();
            }
        }
        ExportLogsServiceResponse.Builder reply = ExportLogsServiceResponse.newBuilder();
        if (records > 0) {
            refused.add(records, "logs");
            reply.setPartialSuccess(ExportLogsPartialSuccess.newBuilder()
                    .setRejectedLogRecords(records)
                    .setErrorMessage(TEXT.formatted("logs")));
        }
        return reply.build();
    }
}
