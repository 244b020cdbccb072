package dev.spanflame.server.http;

import dev.spanflame.model.BackendException;
import dev.spanflame.model.ErrorKind;
import dev.spanflame.proto.edge.HttpReply;
import dev.spanflame.proto.edge.Route.ErrorFormat;
import dev.spanflame.server.edge.Codings;
import dev.spanflame.server.edge.EdgeMeters;
import dev.spanflame.server.edge.ErrorReply;
import dev.spanflame.server.edge.Exchange;
import dev.spanflame.server.edge.MediaTypes;
import java.io.IOException;
import java.io.OutputStream;
import java.util.LinkedHashMap;
import java.util.Map;

/// Sends an [HttpReply] or an error: content coding, streaming, counting.
final class HttpAnswer {
    private final Exchange exchange;
    private final EdgeMeters meters;
    private final String label;
    private final Map<String, String> more = new LinkedHashMap<>();

    HttpAnswer(Exchange exchange, EdgeMeters meters, String label) {
        this.exchange = exchange;
        this.meters = meters;
        this.label = label;
    }

    /// Adds a header field to whatever is sent.
    void header(String name, String value) {
        more.put(name, value);
    }

    /// Sends `reply`; a streamed one runs its writer here.
    void send(HttpReply reply) throws IOException {
        Map<String, String> headers = new LinkedHashMap<>(reply.headers());
        headers.putAll(more);
        switch (reply.body()) {
            case HttpReply.Body.Ready(byte[] bytes) -> sendReady(reply.status(), headers, bytes);
            case HttpReply.Body.Streamed(HttpReply.Writer writer) -> sendStreamed(reply.status(), headers, writer);
        }
        meters.answered(exchange.head(), "http", label, reply.status());
    }

    private void sendReady(int status, Map<String, String> headers, byte[] bytes) {
        byte[] content = bytes;
        if (bytes.length > Codings.WORTHWHILE && compressible(headers)) {
            headers.put("Vary", "Accept-Encoding");
            if (takesGzip()) {
                content = Codings.gzip(bytes);
                headers.put("Content-Encoding", "gzip");
            }
        }
        exchange.reply(status, headers, content);
    }

    private void sendStreamed(int status, Map<String, String> headers, HttpReply.Writer writer) throws IOException {
        boolean compressible = compressible(headers);
        if (compressible) {
            headers.put("Vary", "Accept-Encoding");
        }
        if (exchange.head().method().equals("HEAD")) {
            exchange.begin(status, headers);
            exchange.end(Map.of());
            return;
        }
        boolean gzip = compressible && takesGzip();
        if (gzip) {
            headers.put("Content-Encoding", "gzip");
        }
        exchange.begin(status, headers);
        OutputStream plain = new ExchangeStream(exchange);
        try (OutputStream out = gzip ? Codings.gzip(plain) : plain) {
            writer.writeTo(out);
        }
        exchange.end(Map.of());
    }

    /// Sends `error`, or breaks off when a part of another answer is on the wire already.
    void fail(BackendException error, ErrorFormat format) {
        meters.refused(exchange.head(), error);
        if (error.kind() == ErrorKind.CANCELLED || exchange.begun()) {
            exchange.abort();
            return;
        }
        HttpReply reply = ErrorReply.of(error, format, exchange.head().header("Content-Type"));
        if (reply.body() instanceof HttpReply.Body.Ready(byte[] bytes)) {
            Map<String, String> headers = new LinkedHashMap<>(reply.headers());
            headers.putAll(more);
            exchange.reply(reply.status(), headers, bytes);
        }
        meters.answered(exchange.head(), "http", label, reply.status());
    }

    private boolean takesGzip() {
        return Codings.acceptsGzip(exchange.head().header("Accept-Encoding"));
    }

    private static boolean compressible(Map<String, String> headers) {
        if (headers.keySet().stream().anyMatch(name -> name.equalsIgnoreCase("Content-Encoding"))) {
            return false;
        }
        String type = MediaTypes.essence(headers.getOrDefault("Content-Type", ""));
        return type.startsWith("text/")
                || type.contains("json")
                || type.contains("proto")
                || type.contains("javascript")
                || type.contains("xml")
                || type.contains("openmetrics");
    }
}
