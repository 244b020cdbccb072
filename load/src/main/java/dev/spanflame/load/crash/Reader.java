package dev.spanflame.load.crash;

import dev.spanflame.proto.querier.v1.FlameGraph;
import dev.spanflame.proto.querier.v1.SelectMergeStacktracesRequest;
import dev.spanflame.proto.querier.v1.SelectMergeStacktracesResponse;
import dev.spanflame.proto.tempopb.TraceByIDResponse;
import io.opentelemetry.proto.trace.v1.ResourceSpans;
import io.opentelemetry.proto.trace.v1.ScopeSpans;
import io.opentelemetry.proto.trace.v1.Span;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/// Reads back what was sent, by the APIs that users have, and judges it.
final class Reader {
    private static final Duration TIMEOUT = Duration.ofSeconds(60);
    private static final Duration SLACK = Duration.ofHours(1);
    private static final int MAX_NODES = 10_000;
    private static final String SELECT = "/querier.v1.QuerierService/SelectMergeStacktraces";

    private final HttpClient http;
    private final ServerPorts ports;
    private final Instant begin;

    /// `begin` is when the check began.
    Reader(HttpClient http, ServerPorts ports, Instant begin) {
        this.http = http;
        this.ports = ports;
        this.begin = begin;
    }

    /// Judges the spans of a trace by `GET /api/v2/traces/{id}`.
    void judge(SentTrace trace, Findings findings) throws IOException, InterruptedException {
        Promises promises = trace.promises();
        long[] times = new long[promises.sent()];
        for (Span span : spans(trace.id().hex())) {
            trace.count(span, times, findings);
        }
        for (int item = 0; item < times.length; item++) {
            findings.judge("trace " + trace.id().hex(), promises, item, times[item]);
        }
    }

    private List<Span> spans(String id) throws IOException, InterruptedException {
        HttpResponse<byte[]> response = http.send(
                HttpRequest.newBuilder(ServerProcess.url(ports.query(), "/api/v2/traces/" + id))
                        .header("Accept", "application/protobuf")
                        .timeout(TIMEOUT)
                        .build(),
                HttpResponse.BodyHandlers.ofByteArray());
        if (response.statusCode() == 404) {
            return List.of();
        }
        TraceByIDResponse answer = TraceByIDResponse.parseFrom(body(response));
        if (!answer.getMessage().isEmpty()) {
            throw new IOException("trace " + id + " is not complete: " + answer.getMessage());
        }
        List<Span> spans = new ArrayList<>();
        for (ResourceSpans resource : answer.getTrace().getResourceSpansList()) {
            for (ScopeSpans scope : resource.getScopeSpansList()) {
                spans.addAll(scope.getSpansList());
            }
        }
        return spans;
    }

    /// Judges a group of profiles by a flame graph over them.
    void judge(SentProfiles group, Findings findings) throws IOException, InterruptedException {
        SelectMergeStacktracesRequest request = SelectMergeStacktracesRequest.newBuilder()
                .setProfileTypeID(SentProfiles.TYPE)
                .setLabelSelector(group.selector())
                .setStart(begin.minus(SLACK).toEpochMilli())
                .setEnd(Instant.now().plus(SLACK).toEpochMilli())
                .setMaxNodes(MAX_NODES)
                .build();
        HttpResponse<byte[]> response = http.send(
                HttpRequest.newBuilder(ServerProcess.url(ports.pyroscope(), SELECT))
                        .header("Content-Type", "application/proto")
                        .timeout(TIMEOUT)
                        .POST(HttpRequest.BodyPublishers.ofByteArray(request.toByteArray()))
                        .build(),
                HttpResponse.BodyHandlers.ofByteArray());
        FlameGraph graph =
                SelectMergeStacktracesResponse.parseFrom(body(response)).getFlamegraph();
        long[] times = group.count(graph, findings);
        for (int item = 0; item < times.length; item++) {
            findings.judge("group " + group.name(), group.promises(), item, times[item]);
        }
    }

    private static byte[] body(HttpResponse<byte[]> response) throws IOException {
        if (response.statusCode() != 200) {
            throw new IOException("%s answered %d: %s"
                    .formatted(
                            response.uri(),
                            response.statusCode(),
                            new String(response.body(), StandardCharsets.UTF_8)));
        }
        return response.body();
    }
}
