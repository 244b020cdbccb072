package dev.spanflame.server.edge;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.google.protobuf.Any;
import com.google.protobuf.CodedOutputStream;
import dev.spanflame.model.BackendException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.Optional;

/// `google.rpc.Status`: the error body of OTLP over HTTP and the `grpc-status-details-bin` of gRPC.
///
/// Fields: `code` = 1, `message` = 2, `details` = 3 (`google.protobuf.Any`); the only detail is
/// `google.rpc.RetryInfo` with `retry_delay` = 1, which the OTLP specification asks for in throttling
/// answers.
public record RpcStatus(RpcCode code, String message, Optional<Duration> retryAfter) {
    private static final String RETRY_INFO = "type.googleapis.com/google.rpc.RetryInfo";
    private static final JsonFactory JSON = new JsonFactory();

    /// Status of `error`.
    public static RpcStatus of(BackendException error) {
        return new RpcStatus(ErrorMapper.rpcCode(error.kind()), error.text(), ErrorMapper.retryAfter(error));
    }

    /// The message in protobuf.
    public byte[] toProtobuf() {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(64 + message.length());
        CodedOutputStream out = CodedOutputStream.newInstance(bytes);
        try {
            out.writeInt32(1, code.number());
            out.writeString(2, message);
            if (retryAfter.isPresent()) {
                out.writeMessage(3, retryInfo(retryAfter.get()));
            }
            out.flush();
        } catch (IOException e) {
            throw new UncheckedIOException("memory cannot fail", e);
        }
        return bytes.toByteArray();
    }

    /// The message in proto3 JSON.
    public byte[] toJson() {
        return json(out -> {
            out.writeNumberField("code", code.number());
            out.writeStringField("message", message);
            if (retryAfter.isPresent()) {
                out.writeArrayFieldStart("details");
                out.writeStartObject();
                out.writeStringField("@type", RETRY_INFO);
                out.writeStringField("retryDelay", seconds(retryAfter.get()));
                out.writeEndObject();
                out.writeEndArray();
            }
        });
    }

    /// Connect's error JSON: `{"code":"...","message":"..."}`.
    public byte[] toConnectJson() {
        return json(out -> {
            out.writeStringField("code", code.connectName());
            out.writeStringField("message", message);
        });
    }

    private static Any retryInfo(Duration wait) throws IOException {
        com.google.protobuf.Duration delay = com.google.protobuf.Duration.newBuilder()
                .setSeconds(wait.toSeconds())
                .setNanos(wait.toNanosPart())
                .build();
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        CodedOutputStream out = CodedOutputStream.newInstance(bytes);
        out.writeMessage(1, delay);
        out.flush();
        return Any.newBuilder()
                .setTypeUrl(RETRY_INFO)
                .setValue(com.google.protobuf.ByteString.copyFrom(bytes.toByteArray()))
                .build();
    }

    private static String seconds(Duration wait) {
        return wait.toNanosPart() == 0
                ? wait.toSeconds() + "s"
                : "%d.%09ds".formatted(wait.toSeconds(), wait.toNanosPart());
    }

    private interface Fields {
        void write(JsonGenerator out) throws IOException;
    }

    private static byte[] json(Fields fields) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (JsonGenerator out = JSON.createGenerator(bytes)) {
            out.writeStartObject();
            fields.write(out);
            out.writeEndObject();
        } catch (IOException e) {
            throw new UncheckedIOException("memory cannot fail", e);
        }
        return bytes.toByteArray();
    }
}
