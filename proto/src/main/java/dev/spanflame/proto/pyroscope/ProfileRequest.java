package dev.spanflame.proto.pyroscope;

import java.io.ByteArrayInputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/// A request that brings profiles, as it was received but for the coding of its whole body. The arrays
/// must not change.
public sealed interface ProfileRequest {
    /// A `push.v1.PushRequest` message.
    record Push(byte[] message) implements ProfileRequest {}

    /// A request to `/ingest`: the text behind `?`, the header `Content-Type` (empty if absent) and the
    /// body.
    record Ingest(String query, String contentType, byte[] body) implements ProfileRequest {}

    /// An `ExportProfilesServiceRequest` of OTLP.
    record Otlp(byte[] message) implements ProfileRequest {}

    /// Bytes from which [#parse] makes the same request again.
    default byte[] toBytes() {
        return switch (this) {
            case Push(byte[] message) ->
                ByteBuffer.allocate(1 + message.length)
                        .put((byte) 1)
                        .put(message)
                        .array();
            case Ingest(String query, String contentType, byte[] body) -> {
                byte[] queryBytes = query.getBytes(StandardCharsets.UTF_8);
                byte[] typeBytes = contentType.getBytes(StandardCharsets.UTF_8);
                ByteBuffer out = ByteBuffer.allocate(9 + queryBytes.length + typeBytes.length + body.length);
                out.put((byte) 2).putInt(queryBytes.length).put(queryBytes);
                yield out.putInt(typeBytes.length).put(typeBytes).put(body).array();
            }
            case Otlp(byte[] message) ->
                ByteBuffer.allocate(1 + message.length)
                        .put((byte) 3)
                        .put(message)
                        .array();
        };
    }

    /// The request of which `bytes` were made. Throws [IllegalArgumentException] when they were not
    /// made by [#toBytes].
    static ProfileRequest parse(byte[] bytes) {
        try (DataInputStream in = new DataInputStream(new ByteArrayInputStream(bytes))) {
            int kind = in.readUnsignedByte();
            return switch (kind) {
                case 1 -> new Push(in.readAllBytes());
                case 2 -> new Ingest(readText(in), readText(in), in.readAllBytes());
                case 3 -> new Otlp(in.readAllBytes());
                default -> throw new IllegalArgumentException("unknown kind of profile request: " + kind);
            };
        } catch (IOException e) {
            throw new IllegalArgumentException("a profile request ends too early", e);
        }
    }

    private static String readText(DataInputStream in) throws IOException {
        int length = in.readInt();
        if (length < 0 || length > in.available()) {
            throw new IOException("a text of " + length + " bytes where " + in.available() + " are left");
        }
        return new String(in.readNBytes(length), StandardCharsets.UTF_8);
    }
}
