package dev.spanflame.tests.system;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.zip.GZIPOutputStream;

/// HTTP as tests speak it.
public final class Wire {
    private static final HttpClient CLIENT = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(Duration.ofSeconds(10))
            .build();
    private static final ObjectMapper JSON = new ObjectMapper();

    private Wire() {}

    /// An answer.
    public record Answer(HttpResponse<byte[]> response) {
        /// Its status.
        public int status() {
            return response.statusCode();
        }

        /// Its body.
        public byte[] body() {
            return response.body();
        }

        /// The body as text.
        public String text() {
            return new String(body(), StandardCharsets.UTF_8);
        }

        /// The body as JSON.
        public JsonNode json() {
            try {
                return JSON.readTree(body());
            } catch (IOException e) {
                throw new UncheckedIOException("not JSON: " + text(), e);
            }
        }

        /// A header, empty where it is missing.
        public String header(String name) {
            return response.headers().firstValue(name).orElse("");
        }
    }

    /// `GET`; `headers` are names and values in turn.
    public static Answer get(URI uri, String... headers) {
        return send(request(uri, headers).GET());
    }

    /// `POST`; `headers` are names and values in turn.
    public static Answer post(URI uri, byte[] body, String... headers) {
        return send(request(uri, headers).POST(HttpRequest.BodyPublishers.ofByteArray(body)));
    }

    /// `DELETE`; `headers` are names and values in turn.
    public static Answer delete(URI uri, String... headers) {
        return send(request(uri, headers).DELETE());
    }

    /// Any other method; `headers` are names and values in turn.
    public static Answer send(String method, URI uri, byte[] body, String... headers) {
        return send(request(uri, headers).method(method, HttpRequest.BodyPublishers.ofByteArray(body)));
    }

    private static HttpRequest.Builder request(URI uri, String... headers) {
        HttpRequest.Builder builder = HttpRequest.newBuilder(uri).timeout(Duration.ofSeconds(60));
        if (headers.length > 0) {
            builder.headers(headers);
        }
        return builder;
    }

    private static Answer send(HttpRequest.Builder request) {
        try {
            return new Answer(CLIENT.send(request.build(), HttpResponse.BodyHandlers.ofByteArray()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    /// `bytes` in gzip.
    public static byte[] gzip(byte[] bytes) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(out)) {
            gzip.write(bytes);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return out.toByteArray();
    }
}
