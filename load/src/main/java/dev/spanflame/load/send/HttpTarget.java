package dev.spanflame.load.send;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// A URL that takes payloads by POST over HTTP/1.1, over as many connections as threads send at once.
public final class HttpTarget implements Target {
    private static final int MAX_MESSAGE = 300;

    private final HttpClient client = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(Duration.ofSeconds(10))
            .build();
    private final String url;
    private final String[] headers;
    private final GrpcTarget.AcceptedAnswer answer;
    private final Duration timeout;

    /// `url` begins with `http://`; `headers` go with every request, `Content-Type` among them. `answer` reads the
    /// bodies of answers that say OK.
    public HttpTarget(String url, Map<String, String> headers, GrpcTarget.AcceptedAnswer answer, long timeoutSeconds) {
        this.url = url;
        List<String> flat = new ArrayList<>();
        headers.forEach((name, value) -> flat.addAll(List.of(name, value)));
        this.headers = flat.toArray(String[]::new);
        this.answer = answer;
        this.timeout = Duration.ofSeconds(timeoutSeconds);
    }

    @Override
    public Outcome send(Payload payload) throws InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(
                        URI.create(payload.query().isEmpty() ? url : url + "?" + payload.query()))
                .timeout(timeout)
                .headers(headers)
                .POST(HttpRequest.BodyPublishers.ofByteArray(payload.body()))
                .build();
        try {
            HttpResponse<byte[]> response = client.send(request, HttpResponse.BodyHandlers.ofByteArray());
            return response.statusCode() / 100 == 2 ? answer.read(response.body()) : failure(response);
        } catch (IOException e) {
            return new Outcome.Failed("connection", e.toString(), true, 0);
        }
    }

    private static Outcome failure(HttpResponse<byte[]> response) {
        byte[] body = response.body();
        String message = new String(body, 0, Math.min(body.length, MAX_MESSAGE), StandardCharsets.UTF_8);
        boolean retryable = switch (response.statusCode()) {
            case 429, 502, 503, 504 -> true;
            default -> false;
        };
        return new Outcome.Failed(
                Integer.toString(response.statusCode()),
                message,
                retryable,
                RetryAfter.nanos(response.headers().firstValue("Retry-After").orElse("")));
    }

    @Override
    public void close() {
        client.shutdownNow();
    }
}
