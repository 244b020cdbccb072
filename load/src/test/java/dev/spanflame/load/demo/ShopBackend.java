package dev.spanflame.load.demo;

import com.google.protobuf.util.JsonFormat;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.spanflame.load.shop.OtlpReceiver;
import dev.spanflame.proto.google.v1.Profile;
import dev.spanflame.proto.push.v1.PushRequest;
import dev.spanflame.proto.push.v1.RawProfileSeries;
import dev.spanflame.proto.push.v1.RawSample;
import io.opentelemetry.proto.trace.v1.ResourceSpans;
import io.opentelemetry.proto.trace.v1.ScopeSpans;
import io.opentelemetry.proto.trace.v1.Span;
import io.opentelemetry.proto.trace.v1.TracesData;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.zip.GZIPInputStream;

/// What the demo needs of a server, on what it really received: spans by OTLP, profiles by push. The flame graph is a
/// fixed one, given once a profile has come.
final class ShopBackend implements AutoCloseable {
    private static final String FLAME = """
            {"flamebearer":{"names":["total","dev/spanflame/load/shop/PriceCalculator.discount"],
             "levels":[[0,2000000000,0,0],[0,2000000000,2000000000,1]],"numTicks":2000000000,"maxSelf":2000000000}}""";

    private final OtlpReceiver otlp = new OtlpReceiver();
    private final List<Profile> profiles = new CopyOnWriteArrayList<>();
    private final HttpServer http;

    ShopBackend() throws IOException {
        http = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        http.createContext("/api/search", exchange -> answer(exchange, search(exchange)));
        http.createContext("/api/v2/traces/", exchange -> answer(exchange, trace(exchange)));
        http.createContext("/push.v1.PusherService/Push", this::push);
        http.createContext(
                "/pyroscope/render", exchange -> answer(exchange, profiles.isEmpty() ? "{\"flamebearer\":{}}" : FLAME));
        http.start();
    }

    ServerAddresses addresses() {
        URI address = URI.create("http://127.0.0.1:" + http.getAddress().getPort());
        return new ServerAddresses(otlp.grpc(), otlp.http(), address, address);
    }

    /// The profiles received.
    List<Profile> profiles() {
        return profiles;
    }

    /// The spans received of services whose name is, or is not, this one.
    List<Span> spans(String service, boolean of) {
        List<Span> spans = new ArrayList<>();
        for (ResourceSpans resource : otlp.received()) {
            if (isOf(resource, service) == of) {
                resource.getScopeSpansList().forEach(scope -> spans.addAll(scope.getSpansList()));
            }
        }
        return spans;
    }

    private static boolean isOf(ResourceSpans resource, String service) {
        return resource.getResource().toString().contains("\"" + service + "\"");
    }

    private String search(HttpExchange exchange) {
        if (!exchange.getRequestURI().getQuery().contains("resource.service.name = \"payment\"")) {
            return "{}";
        }
        StringBuilder traces = new StringBuilder("{\"traces\":[");
        String separator = "";
        for (Span span : spans("payment", true)) {
            traces.append(separator)
                    .append("{\"traceID\":\"")
                    .append(HexFormat.of().formatHex(span.getTraceId().toByteArray()))
                    .append("\"}");
            separator = ",";
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

    private void push(HttpExchange exchange) throws IOException {
        for (RawProfileSeries series :
                PushRequest.parseFrom(exchange.getRequestBody()).getSeriesList()) {
            for (RawSample sample : series.getSamplesList()) {
                profiles.add(Profile.parseFrom(
                        new GZIPInputStream(sample.getRawProfile().newInput())));
            }
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
