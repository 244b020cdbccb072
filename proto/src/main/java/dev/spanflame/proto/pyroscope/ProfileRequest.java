package dev.spanflame.proto.pyroscope;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;

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
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (DataOutputStream out = new DataOutputStream(bytes)) {
            switch (this) {
                case Push(byte[] message) -> {
                    out.writeByte(1);
                    out.write(message);
                }
                case Ingest(String query, String contentType, byte[] body) -> {
                    out.writeByte(2);
                    writeText(out, query);
                    writeText(out, contentType);
                    out.write(body);
                }
                case Otlp(byte[] message) -> {
                    out.writeByte(3);
                    out.write(message);
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
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

    private static void writeText(DataOutputStream out, String text) throws IOException {
        byte[] utf8 = text.getBytes(java.nio.charset.StandardCharsets.UTF_8);
        out.writeInt(utf8.length);
        out.write(utf8);
    }

    private static String readText(DataInputStream in) throws IOException {
        int length = in.readInt();
        if (length < 0 || length > in.available()) {
            throw new IOException("a text of " + length + " bytes where " + in.available() + " are left");
        }
        return new String(in.readNBytes(length), java.nio.charset.StandardCharsets.UTF_8);
    }
}
