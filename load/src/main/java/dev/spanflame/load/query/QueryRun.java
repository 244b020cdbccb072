package dev.spanflame.load.query;

import dev.spanflame.load.send.Latencies;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;

/// Asks one query after another over one connection. Not thread-safe.
public final class QueryRun implements AutoCloseable {
    private static final int MAX_MESSAGE = 200;

    private final HttpClient client = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(Duration.ofSeconds(10))
            .build();

    private final Map<String, String> headers;

    /// `headers` go with every request.
    public QueryRun(Map<String, String> headers) {
        this.headers = Map.copyOf(headers);
    }

    /// Asks `query` once to warm up and then `times` times, each after the answer to the one before.
    public QueryReport ask(Query query, int times) throws InterruptedException {
        long[] nanos = new long[times];
        long bytes = 0;
        Map<String, Integer> failures = new TreeMap<>();
        String message = "";
        for (int i = -1; i < times; i++) {
            long begin = System.nanoTime();
            Answer answer = ask(query, i + 1, begin);
            if (i >= 0) {
                nanos[i] = answer.nanos();
                bytes = answer.bytes();
                if (!answer.failure().isEmpty()) {
                    failures.merge(answer.failure(), 1, Integer::sum);
                    message = answer.message();
                }
            }
        }
        return new QueryReport(query.name(), times, bytes, failures, message, new Latencies(nanos));
    }

    private record Answer(long nanos, long bytes, String failure, String message) {}

    private Answer ask(Query query, int repetition, long begin) throws InterruptedException {
        try {
            HttpResponse<byte[]> response = client.send(
                    withHeaders(query.request().apply(repetition)), HttpResponse.BodyHandlers.ofByteArray());
            long nanos = System.nanoTime() - begin;
            byte[] body = response.body();
            if (response.statusCode() == 200) {
                return new Answer(nanos, body.length, "", "");
            }
            return new Answer(
                    nanos,
                    body.length,
                    Integer.toString(response.statusCode()),
                    new String(body, 0, Math.min(MAX_MESSAGE, body.length), StandardCharsets.UTF_8).strip());
        } catch (IOException e) {
            return new Answer(System.nanoTime() - begin, 0, "connection", e.toString());
        }
    }

    private HttpRequest withHeaders(HttpRequest request) {
        HttpRequest.Builder builder = HttpRequest.newBuilder(request, (_, _) -> true);
        headers.forEach(builder::setHeader);
        return builder.build();
    }

    @Override
    public void close() {
        client.shutdownNow();
    }
}
