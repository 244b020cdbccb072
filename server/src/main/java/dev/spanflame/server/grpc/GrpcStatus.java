package dev.spanflame.server.grpc;

import dev.spanflame.model.BackendException;
import dev.spanflame.proto.edge.Notes;
import dev.spanflame.server.edge.RpcCode;
import dev.spanflame.server.edge.RpcStatus;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/// The trailers that end a gRPC call.
final class GrpcStatus {
    /// Clients bound their header lists, often at 8 KiB; a longer text would lose the whole status.
    private static final int MAX_MESSAGE_BYTES = 2048;
    private static final String HEX = "0123456789ABCDEF";

    private GrpcStatus() {}

    private static final String NOTES = Notes.HEADER.toLowerCase(Locale.ROOT);

    /// Status OK, and what was noted about the answer.
    static Map<String, String> ended(Notes notes) {
        String text = notes.text();
        return text.isEmpty() ? Map.of("grpc-status", "0") : Map.of("grpc-status", "0", NOTES, text);
    }

    /// Status, message, and `google.rpc.Status` with its details when the caller is asked to come again.
    static Map<String, String> of(BackendException error) {
        RpcStatus status = RpcStatus.of(error);
        Map<String, String> trailers = new LinkedHashMap<>();
        trailers.put("grpc-status", Integer.toString(status.code().number()));
        trailers.put("grpc-message", percentEncoded(status.message()));
        if (status.retryAfter().isPresent()) {
            RpcStatus brief = new RpcStatus(status.code(), cut(status.message()), status.retryAfter());
            trailers.put(
                    "grpc-status-details-bin",
                    Base64.getEncoder().withoutPadding().encodeToString(brief.toProtobuf()));
        }
        return trailers;
    }

    static int number(BackendException error) {
        return RpcStatus.of(error).code().number();
    }

    static int ok() {
        return RpcCode.OK.number();
    }

    private static String cut(String message) {
        return message.length() > MAX_MESSAGE_BYTES / 4 ? message.substring(0, MAX_MESSAGE_BYTES / 4) : message;
    }

    /// UTF-8 with every byte outside of `0x20-0x7E`, and `%`, written as `%XX`.
    static String percentEncoded(String message) {
        byte[] bytes = message.getBytes(StandardCharsets.UTF_8);
        StringBuilder out = new StringBuilder(bytes.length + 16);
        for (byte b : bytes) {
            if (out.length() >= MAX_MESSAGE_BYTES) {
                break;
            }
            if (b >= 0x20 && b < 0x7f && b != '%') {
                out.append((char) b);
            } else {
                out.append('%').append(HEX.charAt(b >> 4 & 0xf)).append(HEX.charAt(b & 0xf));
            }
        }
        return out.toString();
    }
}
