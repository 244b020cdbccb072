package dev.spanflame.querier.pyroscope.vcs;

import com.google.protobuf.Struct;
import dev.spanflame.model.BackendException;
import dev.spanflame.model.ErrorKind;
import dev.spanflame.querier.links.WebAddress;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/// Asks the configured server and no other: redirects are not followed. Thread-safe.
final class GithubClient {
    private static final Duration TIMEOUT = Duration.ofSeconds(15);
    private static final int MAX_ANSWER = 4 << 20;

    private final VcsSettings settings;
    private final HttpClient http = HttpClient.newBuilder()
            .connectTimeout(TIMEOUT)
            .followRedirects(HttpClient.Redirect.NEVER)
            .build();

    GithubClient(VcsSettings settings) {
        this.settings = settings;
    }

    /// An object of the API below `/repos/owner/name`; empty where the server says 404, or has moved
    /// it.
    Optional<Struct> repository(Repository repository, String path, String token) throws IOException {
        URI uri = URI.create(settings.apiUrl() + "/repos/" + WebAddress.escape(repository.owner()) + "/"
                + WebAddress.escape(repository.name()) + "/" + path);
        HttpRequest request = HttpRequest.newBuilder(uri)
                .timeout(TIMEOUT)
                .header("Accept", "application/vnd.github+json")
                .header("Authorization", "Bearer " + token)
                .GET()
                .build();
        HttpResponse<InputStream> response = send(request);
        return switch (response.statusCode()) {
            case 200 -> Optional.of(json(response));
            case 301, 302, 307, 404, 422 -> Optional.empty();
            case 401 ->
                throw new BackendException(
                        ErrorKind.UNAUTHENTICATED, "invalid_token", "GitHub does not accept the token; log in again");
            case 403, 429 ->
                throw new BackendException(
                        ErrorKind.FORBIDDEN, "github_refused", "GitHub refuses: no right, or too many requests");
            default -> throw unexpected(response);
        };
    }

    /// A token for the code, or the older token, in `form`.
    Struct token(Map<String, String> form) throws IOException {
        String body = form.entrySet().stream()
                .map(field -> field.getKey() + "=" + WebAddress.escape(field.getValue()))
                .collect(Collectors.joining("&"));
        HttpRequest request = HttpRequest.newBuilder(URI.create(settings.webUrl() + "/login/oauth/access_token"))
                .timeout(TIMEOUT)
                .header("Accept", "application/json")
                .header("Content-Type", "application/x-www-form-urlencoded")
                .POST(BodyPublishers.ofString(body))
                .build();
        HttpResponse<InputStream> response = send(request);
        if (response.statusCode() != 200) {
            throw unexpected(response);
        }
        return json(response);
    }

    private static BackendException unexpected(HttpResponse<?> response) {
        return new BackendException(
                ErrorKind.UNAVAILABLE, "github_unavailable", "GitHub answers with status " + response.statusCode());
    }

    private HttpResponse<InputStream> send(HttpRequest request) throws IOException {
        try {
            return http.send(request, BodyHandlers.ofInputStream());
        } catch (IOException e) {
            throw new BackendException(
                    ErrorKind.UNAVAILABLE, "github_unavailable", "GitHub cannot be reached: " + e.getMessage(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new BackendException(ErrorKind.CANCELLED, "cancelled", "the caller went away", e);
        }
    }

    private static Struct json(HttpResponse<InputStream> response) throws IOException {
        byte[] bytes = read(response);
        try {
            return SessionToken.json(bytes);
        } catch (BackendException e) {
            throw new BackendException(
                    ErrorKind.UNAVAILABLE, "github_unavailable", "GitHub's answer is no JSON: " + e.text(), e);
        }
    }

    private static byte[] read(HttpResponse<InputStream> response) throws IOException {
        try (InputStream body = response.body()) {
            byte[] bytes = body.readNBytes(MAX_ANSWER + 1);
            if (bytes.length > MAX_ANSWER) {
                throw new BackendException(
                        ErrorKind.TOO_LARGE, "github_answer_too_large", "GitHub's answer is larger than 4 MiB");
            }
            return bytes;
        }
    }
}
