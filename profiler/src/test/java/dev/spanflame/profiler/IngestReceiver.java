package dev.spanflame.profiler;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.zip.GZIPInputStream;

/// A server on loopback that keeps what is sent to it and answers with the statuses it is given, then with 200.
final class IngestReceiver implements AutoCloseable {
    private final HttpServer server;
    private final BlockingQueue<Received> received = new LinkedBlockingQueue<>();
    private final Queue<Answer> answers = new ConcurrentLinkedQueue<>();

    /// One upload.
    record Received(
            String method, String path, Map<String, String> query, Map<String, List<String>> headers, byte[] jfr) {}

    /// A status and response headers.
    record Answer(int status, Map<String, String> headers) {}

    IngestReceiver() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", this::handle);
        server.start();
    }

    URI address() {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
    }

    void answer(Answer... next) {
        answers.addAll(List.of(next));
    }

    /// The next upload, waited for.
    Received next() throws InterruptedException {
        Received next = received.poll(30, TimeUnit.SECONDS);
        if (next == null) {
            throw new AssertionError("nothing was sent within 30 s");
        }
        return next;
    }

    private void handle(HttpExchange exchange) throws IOException {
        byte[] body = exchange.getRequestBody().readAllBytes();
        Answer answer = answers.poll();
        String type = exchange.getRequestHeaders().getFirst("Content-Type");
        received.add(new Received(
                exchange.getRequestMethod(),
                exchange.getRequestURI().getPath(),
                query(exchange.getRequestURI().getRawQuery()),
                Map.copyOf(exchange.getRequestHeaders()),
                unzipped(part(body, type))));
        if (answer != null) {
            answer.headers().forEach(exchange.getResponseHeaders()::add);
        }
        exchange.sendResponseHeaders(answer == null ? 200 : answer.status(), -1);
        exchange.close();
    }

    private static Map<String, String> query(String raw) {
        Map<String, String> query = new HashMap<>();
        for (String pair : raw.split("&")) {
            int equals = pair.indexOf('=');
            query.put(pair.substring(0, equals), URLDecoder.decode(pair.substring(equals + 1), StandardCharsets.UTF_8));
        }
        return query;
    }

    /// The content of the only part, whose heading has to be the one the format asks for.
    private static byte[] part(byte[] body, String type) {
        String boundary = type.substring(type.indexOf("boundary=") + "boundary=".length());
        String text = new String(body, StandardCharsets.ISO_8859_1);
        String tail = "\r\n--" + boundary + "--\r\n";
        int begin = text.indexOf("\r\n\r\n");
        if (!text.startsWith("--" + boundary + "\r\n")
                || !text.endsWith(tail)
                || !text.substring(0, begin).contains("form-data; name=\"jfr\"; filename=\"jfr\"")) {
            throw new AssertionError("not a multipart body of one part jfr: " + text.substring(0, begin));
        }
        return Arrays.copyOfRange(body, begin + 4, body.length - tail.length());
    }

    private static byte[] unzipped(byte[] bytes) throws IOException {
        try (GZIPInputStream in = new GZIPInputStream(new ByteArrayInputStream(bytes))) {
            return in.readAllBytes();
        }
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
