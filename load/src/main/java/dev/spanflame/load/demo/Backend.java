package dev.spanflame.load.demo;

import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;

/// Asks a server for JSON over HTTP.
final class Backend implements AutoCloseable {
    private static final Duration TIMEOUT = Duration.ofSeconds(10);
    private static final int QUOTED_BODY_LIMIT = 200;

    private final HttpClient client = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(TIMEOUT)
            .build();

    /// The answer; [IOException] quotes it when its status is not 200.
    Json get(URI server, String path, Map<String, String> parameters) throws IOException, InterruptedException {
        StringBuilder address = new StringBuilder(server.toString()).append(path);
        char separator = '?';
        for (Map.Entry<String, String> parameter : parameters.entrySet()) {
            address.append(separator)
                    .append(parameter.getKey())
                    .append('=')
                    .append(URLEncoder.encode(parameter.getValue(), StandardCharsets.UTF_8)
                            .replace("+", "%20"));
            separator = '&';
        }
        HttpRequest request = HttpRequest.newBuilder(URI.create(address.toString()))
                .timeout(TIMEOUT)
                .header("Accept", "application/json")
                .build();
        HttpResponse<String> response = client.send(request, BodyHandlers.ofString());
        if (response.statusCode() != 200) {
            String body = response.body();
            throw new IOException("status " + response.statusCode() + " from " + server + path + ": "
                    + body.substring(0, Math.min(body.length(), QUOTED_BODY_LIMIT))
                            .trim());
        }
        return Json.parse(response.body());
    }

    @Override
    public void close() {
        client.close();
    }
}
