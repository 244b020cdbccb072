package dev.spanflame.load.send;

import com.google.protobuf.InvalidProtocolBufferException;
import io.opentelemetry.proto.collector.trace.v1.ExportTraceServiceResponse;

/// Reads the bodies of answers that say OK.
public final class Answers {
    private Answers() {}

    /// An `ExportTraceServiceResponse`, which may name rejected spans.
    public static Outcome traces(byte[] message) {
        try {
            ExportTraceServiceResponse response = ExportTraceServiceResponse.parseFrom(message);
            return new Outcome.Accepted(
                    response.getPartialSuccess().getRejectedSpans(),
                    response.getPartialSuccess().getErrorMessage());
        } catch (InvalidProtocolBufferException e) {
            return new Outcome.Failed(
                    "answer", "the answer is no ExportTraceServiceResponse: " + e.getMessage(), false, 0);
        }
    }

    /// Anything.
    public static Outcome any(byte[] message) {
        return new Outcome.Accepted(0, "");
    }
}
