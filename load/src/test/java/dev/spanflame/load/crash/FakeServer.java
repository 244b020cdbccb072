package dev.spanflame.load.crash;

import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.spanflame.proto.google.v1.Profile;
import dev.spanflame.proto.push.v1.PushRequest;
import dev.spanflame.proto.push.v1.RawProfileSeries;
import dev.spanflame.proto.push.v1.RawSample;
import dev.spanflame.proto.querier.v1.FlameGraph;
import dev.spanflame.proto.querier.v1.Level;
import dev.spanflame.proto.querier.v1.SelectMergeStacktracesRequest;
import dev.spanflame.proto.querier.v1.SelectMergeStacktracesResponse;
import dev.spanflame.proto.tempopb.Trace;
import dev.spanflame.proto.tempopb.TraceByIDResponse;
import io.opentelemetry.proto.collector.trace.v1.ExportTraceServiceRequest;
import io.opentelemetry.proto.trace.v1.ResourceSpans;
import io.opentelemetry.proto.trace.v1.ScopeSpans;
import io.opentelemetry.proto.trace.v1.Span;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.EOFException;
import java.io.FileOutputStream;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// A server of a few lines that keeps requests in one file and everything else in memory. `-Dfake=hasty` lets it
/// acknowledge before it writes, `-Dfake=doubling` lets it count profiles twice after a start, `-Dfake=altering` lets
/// it rename a span.
public final class FakeServer {
    private static final String MODE = System.getProperty("fake", "honest");
    private static final Pattern GROUP = Pattern.compile("crash_group=\"([^\"]+)\"");

    private final ReentrantLock lock = new ReentrantLock();
    private final Map<String, List<Span>> traces = new HashMap<>();
    private final Map<String, Map<String, Long>> profiles = new HashMap<>();
    private final DataOutputStream journal;

    private FakeServer(Path file) throws IOException {
        if (Files.exists(file)) {
            replay(file);
        }
        journal = new DataOutputStream(new FileOutputStream(file.toFile(), true));
    }

    /// Runs as `FakeServer server --config FILE`.
    public static void main(String[] arguments) throws IOException {
        String config = Files.readString(Path.of(arguments[2]));
        Path folder = Path.of(find(config, "data: '([^']+)'"));
        Files.createDirectories(folder);
        FakeServer server = new FakeServer(folder.resolve("journal"));
        for (String port : List.of("otlp-http", "query", "pyroscope", "admin")) {
            int number = Integer.parseInt(find(config, port + ": 127.0.0.1:(\\d+)"));
            HttpServer http = HttpServer.create(new InetSocketAddress("127.0.0.1", number), 100);
            http.createContext("/", server::handle);
            http.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
            http.start();
        }
    }

    private static String find(String text, String pattern) {
        Matcher matcher = Pattern.compile(pattern).matcher(text);
        if (!matcher.find()) {
            throw new IllegalArgumentException("no " + pattern + " in " + text);
        }
        return matcher.group(1);
    }

    private void replay(Path file) throws IOException {
        int times = MODE.equals("doubling") ? 2 : 1;
        try (DataInputStream in = new DataInputStream(Files.newInputStream(file))) {
            while (true) {
                boolean spans = in.readBoolean();
                byte[] body = new byte[in.readInt()];
                in.readFully(body);
                for (int i = 0; i < (spans ? 1 : times); i++) {
                    apply(spans, body);
                }
            }
        } catch (EOFException _) {
            // all was read, or the tail is torn
        }
    }

    private void handle(HttpExchange exchange) throws IOException {
        try (exchange) {
            String path = exchange.getRequestURI().getPath();
            byte[] body = exchange.getRequestBody().readAllBytes();
            byte[] answer = new byte[0];
            if (path.equals("/v1/traces")) {
                keep(true, body);
            } else if (path.equals(ProfileSender.PUSH)) {
                keep(false, body);
            } else if (path.startsWith("/api/v2/traces/")) {
                answer = trace(path.substring(path.lastIndexOf('/') + 1)).toByteArray();
            } else if (path.endsWith("/SelectMergeStacktraces")) {
                answer = graph(SelectMergeStacktracesRequest.parseFrom(body)).toByteArray();
            }
            exchange.sendResponseHeaders(200, answer.length == 0 ? -1 : answer.length);
            exchange.getResponseBody().write(answer);
        }
    }

    private void keep(boolean spans, byte[] body) throws IOException {
        if (MODE.equals("hasty")) {
            Thread.ofVirtual().start(() -> {
                try {
                    TimeUnit.MILLISECONDS.sleep(100);
                    write(spans, body);
                } catch (IOException | InterruptedException e) {
                    throw new IllegalStateException(e);
                }
            });
        } else {
            write(spans, body);
        }
    }

    private void write(boolean spans, byte[] body) throws IOException {
        lock.lock();
        try {
            journal.writeBoolean(spans);
            journal.writeInt(body.length);
            journal.write(body);
            apply(spans, body);
        } finally {
            lock.unlock();
        }
    }

    private void apply(boolean spans, byte[] body) throws InvalidProtocolBufferException {
        if (spans) {
            for (ResourceSpans resource :
                    ExportTraceServiceRequest.parseFrom(body).getResourceSpansList()) {
                for (ScopeSpans scope : resource.getScopeSpansList()) {
                    scope.getSpansList().forEach(this::apply);
                }
            }
        } else {
            for (RawProfileSeries series : PushRequest.parseFrom(body).getSeriesList()) {
                for (RawSample sample : series.getSamplesList()) {
                    apply(series.getLabels(2).getValue(), Profile.parseFrom(sample.getRawProfile()));
                }
            }
        }
    }

    private void apply(Span span) {
        Span kept = MODE.equals("altering") && span.getName().equals("item 7")
                ? span.toBuilder().setName("item seven").build()
                : span;
        traces.computeIfAbsent(hex(span.getTraceId()), _ -> new ArrayList<>()).add(kept);
    }

    private void apply(String group, Profile profile) {
        profiles.computeIfAbsent(group, _ -> new TreeMap<>())
                .merge(profile.getStringTable(4), profile.getSample(0).getValue(0), Long::sum);
    }

    private static String hex(ByteString bytes) {
        return HexFormat.of().formatHex(bytes.toByteArray());
    }

    private TraceByIDResponse trace(String id) {
        lock.lock();
        try {
            return TraceByIDResponse.newBuilder()
                    .setTrace(Trace.newBuilder()
                            .addResourceSpans(ResourceSpans.newBuilder()
                                    .addScopeSpans(
                                            ScopeSpans.newBuilder().addAllSpans(traces.getOrDefault(id, List.of())))))
                    .build();
        } finally {
            lock.unlock();
        }
    }

    private SelectMergeStacktracesResponse graph(SelectMergeStacktracesRequest request) {
        FlameGraph.Builder graph = FlameGraph.newBuilder().addNames("total");
        Level.Builder leaves = Level.newBuilder();
        lock.lock();
        try {
            Map<String, Long> values =
                    profiles.getOrDefault(find(request.getLabelSelector(), GROUP.pattern()), Map.of());
            values.forEach((frame, value) -> {
                leaves.addValues(0).addValues(value).addValues(value).addValues(graph.getNamesCount());
                graph.addNames(frame);
            });
        } finally {
            lock.unlock();
        }
        return SelectMergeStacktracesResponse.newBuilder()
                .setFlamegraph(graph.addLevels(leaves))
                .build();
    }
}
