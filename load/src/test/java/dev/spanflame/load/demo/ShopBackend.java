package dev.spanflame.load.demo;

import com.google.protobuf.util.JsonFormat;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.spanflame.load.shop.OtlpReceiver;
import io.opentelemetry.proto.trace.v1.ResourceSpans;
import io.opentelemetry.proto.trace.v1.ScopeSpans;
import io.opentelemetry.proto.trace.v1.Span;
import io.opentelemetry.proto.trace.v1.TracesData;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.zip.GZIPInputStream;

/// What the demo needs of a server, on what it really received: spans by OTLP, recordings by `/ingest`. The flame graph
/// is a fixed one, given once a recording has come.
final class ShopBackend implements AutoCloseable {
    private static final String FLAME = """
            {"flamebearer":{"names":["total","dev/spanflame/load/shop/PriceCalculator.discount"],
             "levels":[[0,2000000000,0,0],[0,2000000000,2000000000,1]],"numTicks":2000000000,"maxSelf":2000000000}}""";

    private final OtlpReceiver otlp = new OtlpReceiver();
    private final List<byte[]> recordings = new CopyOnWriteArrayList<>();
    private final HttpServer http;

    ShopBackend() throws IOException {
        http = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        http.createContext("/api/search", exchange -> answer(exchange, search(exchange)));
        http.createContext("/api/v2/traces/", exchange -> answer(exchange, trace(exchange)));
        http.createContext("/ingest", this::ingest);
        http.createContext(
                "/pyroscope/render",
                exchange -> answer(exchange, recordings.isEmpty() ? "{\"flamebearer\":{}}" : FLAME));
        http.start();
    }

    ServerAddresses addresses() {
        URI address = URI.create("http://127.0.0.1:" + http.getAddress().getPort());
        return new ServerAddresses(otlp.grpc(), otlp.http(), address, address);
    }

    /// The JFR files received.
    List<byte[]> recordings() {
        return recordings;
    }

    private String search(HttpExchange exchange) {
        if (!exchange.getRequestURI().getQuery().contains("resource.service.name = \"payment\"")) {
            return "{}";
        }
        StringBuilder traces = new StringBuilder("{\"traces\":[");
        String separator = "";
        for (ResourceSpans resource : otlp.received()) {
            boolean payment = resource.getResource().toString().contains("\"payment\"");
            for (ScopeSpans scope : payment ? resource.getScopeSpansList() : List.<ScopeSpans>of()) {
                for (Span span : scope.getSpansList()) {
                    traces.append(separator)
                            .append("{\"traceID\":\"")
                            .append(HexFormat.of().formatHex(span.getTraceId().toByteArray()))
                            .append("\"}");
                    separator = ",";
                }
            }
        }
        return traces.append("]}").toString();
    }

    private String trace(HttpExchange exchange) throws IOException {
        String path = exchange.getRequestURI().getPath();
        byte[] id = HexFormat.of().parseHex(path.substring(path.lastIndexOf('/') + 1));
        TracesData.Builder trace = TracesData.newBuilder();
        for (ResourceSpans resource : otlp.received()) {
            for (ScopeSpans scope : resource.getScopeSpansList()) {
                for (Span span : scope.getSpansList()) {
                    if (Arrays.equals(span.getTraceId().toByteArray(), id)) {
                        trace.addResourceSpans(resource.toBuilder()
                                .clearScopeSpans()
                                .addScopeSpans(ScopeSpans.newBuilder().addSpans(span)));
                    }
                }
            }
        }
        return "{\"trace\":" + JsonFormat.printer().print(trace) + "}";
    }

    private void ingest(HttpExchange exchange) throws IOException {
        byte[] body = exchange.getRequestBody().readAllBytes();
        String text = new String(body, StandardCharsets.ISO_8859_1);
        int begin = text.indexOf("\r\n\r\n") + 4;
        int end = text.lastIndexOf("\r\n--", text.length() - 4);
        try (GZIPInputStream in = new GZIPInputStream(new ByteArrayInputStream(Arrays.copyOfRange(body, begin, end)))) {
            recordings.add(in.readAllBytes());
        }
        exchange.sendResponseHeaders(200, -1);
        exchange.close();
    }

    private static void answer(HttpExchange exchange, String json) throws IOException {
        byte[] bytes = json.getBytes(StandardCharsets.UTF_8);
        exchange.sendResponseHeaders(200, bytes.length);
        exchange.getResponseBody().write(bytes);
        exchange.close();
    }

    @Override
    public void close() {
        http.stop(0);
        otlp.close();
    }
}
