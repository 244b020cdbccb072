package dev.spanflame.load.send;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.HttpRetryException;
import java.net.HttpURLConnection;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// A URL that takes payloads by POST over HTTP/1.1, over as many connections as threads send at once.
///
/// Each thread writes and reads its connection itself, which takes about half the CPU time of `java.net.http`: what a
/// sender takes on the machine of the server is missing there.
public final class HttpTarget implements Target {
    private static final int MAX_MESSAGE = 300;
    private static final int CONNECT_MILLIS = 10_000;

    static {
        // connections that are kept open while nobody sends; the default is 5
        System.setProperty("http.maxConnections", "1000");
    }

    private final String url;
    private final Map<String, String> headers;
    private final GrpcTarget.AcceptedAnswer answer;
    private final int timeoutMillis;

    /// `url` begins with `http://`; `headers` go with every request, `Content-Type` among them. `answer` reads the
    /// bodies of answers that say OK.
    public HttpTarget(String url, Map<String, String> headers, GrpcTarget.AcceptedAnswer answer, long timeoutSeconds) {
        this.url = url;
        this.headers = Map.copyOf(headers);
        this.answer = answer;
        this.timeoutMillis = (int)
                Math.min(Integer.MAX_VALUE, Duration.ofSeconds(timeoutSeconds).toMillis());
    }

    @Override
    public Outcome send(Payload payload) {
        try {
            HttpURLConnection connection = open(payload);
            try (OutputStream out = connection.getOutputStream()) {
                out.write(payload.body());
            }
            int status = connection.getResponseCode();
            byte[] body = body(connection, status);
            return status / 100 == 2 ? answer.read(body) : failure(connection, status, body);
        } catch (HttpRetryException e) {
            return new Outcome.Failed(Integer.toString(e.responseCode()), e.toString(), false, 0);
        } catch (IOException e) {
            return new Outcome.Failed("connection", e.toString(), true, 0);
        }
    }

    /// A length that is fixed beforehand also keeps the JDK from sending a request again by itself.
    private HttpURLConnection open(Payload payload) throws IOException {
        URI uri = URI.create(payload.query().isEmpty() ? url : url + "?" + payload.query());
        HttpURLConnection connection = (HttpURLConnection) uri.toURL().openConnection();
        connection.setRequestMethod("POST");
        connection.setDoOutput(true);
        connection.setInstanceFollowRedirects(false);
        connection.setFixedLengthStreamingMode(payload.body().length);
        connection.setConnectTimeout(CONNECT_MILLIS);
        connection.setReadTimeout(timeoutMillis);
        headers.forEach(connection::setRequestProperty);
        return connection;
    }

    /// The whole body, so that the connection can be used again.
    private static byte[] body(HttpURLConnection connection, int status) throws IOException {
        try (@Nullable InputStream in = status < 400 ? connection.getInputStream() : connection.getErrorStream()) {
            return in == null ? new byte[0] : in.readAllBytes();
        }
    }

    private static Outcome failure(HttpURLConnection connection, int status, byte[] body) {
        String message = new String(body, 0, Math.min(body.length, MAX_MESSAGE), StandardCharsets.UTF_8);
        boolean retryable = switch (status) {
            case 429, 502, 503, 504 -> true;
            default -> false;
        };
        @Nullable String wait = connection.getHeaderField("Retry-After");
        return new Outcome.Failed(
                Integer.toString(status), message, retryable, RetryAfter.nanos(wait == null ? "" : wait));
    }

    @Override
    public void close() {}
}
