package dev.spanflame.proto.edge;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;

/// Answer to an [HttpCall].
public record HttpReply(int status, Map<String, String> headers, Body body) {
    /// Content of an answer.
    public sealed interface Body {
        /// Content that is ready.
        record Ready(byte[] bytes) implements Body {}

        /// Content written while it is made; the stream flushes to the caller as it fills.
        record Streamed(Writer writer) implements Body {}
    }

    /// Writes streamed content.
    @FunctionalInterface
    public interface Writer {
        /// Writes all content to `out`, which the server closes.
        void writeTo(OutputStream out) throws IOException;
    }

    /// Copies the headers.
    public HttpReply {
        headers = Map.copyOf(headers);
    }

    /// 200 with content of the given type.
    public static HttpReply ok(String contentType, byte[] bytes) {
        return of(200, contentType, bytes);
    }

    /// Any status with content of the given type.
    public static HttpReply of(int status, String contentType, byte[] bytes) {
        return new HttpReply(status, Map.of("Content-Type", contentType), new Body.Ready(bytes));
    }

    /// Any status with plain text.
    public static HttpReply text(int status, String text) {
        return of(status, "text/plain; charset=utf-8", text.getBytes(StandardCharsets.UTF_8));
    }

    /// 200 with JSON text.
    public static HttpReply json(byte[] json) {
        return ok("application/json", json);
    }

    /// A status without content.
    public static HttpReply empty(int status) {
        return new HttpReply(status, Map.of(), new Body.Ready(new byte[0]));
    }

    /// A copy with one more header.
    public HttpReply withHeader(String name, String value) {
        Map<String, String> more = new LinkedHashMap<>(headers);
        more.put(name, value);
        return new HttpReply(status, more, body);
    }
}
