package dev.spanflame.querier.symbols;

import dev.spanflame.block.symbols.BuildId;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/// Asks debuginfod servers for files with symbols, one after the other. Thread-safe.
final class Debuginfod {
    private static final System.Logger LOG = System.getLogger("symbols");

    private final List<URI> servers;
    private final long maxBytes;
    private final Duration timeout;
    private final HttpClient client;

    /// Asks `servers`, each for at most `timeout`, for files of at most `maxBytes`.
    Debuginfod(List<URI> servers, long maxBytes, Duration timeout) {
        this.servers = List.copyOf(servers);
        this.maxBytes = maxBytes;
        this.timeout = timeout;
        this.client = HttpClient.newBuilder()
                .connectTimeout(timeout)
                .followRedirects(HttpClient.Redirect.NORMAL)
                .build();
    }

    /// The file with the symbols of a program; empty where no server has it. A server in trouble is
    /// left out.
    Optional<byte[]> fetch(BuildId id) throws InterruptedException {
        for (URI server : servers) {
            try {
                Optional<byte[]> found = fetch(server, id);
                if (found.isPresent()) {
                    return found;
                }
            } catch (IOException e) {
                LOG.log(
                        System.Logger.Level.WARNING,
                        "debuginfod gave no symbols server=" + server + " build-id=" + id + " cause=" + e.getMessage());
            }
        }
        return Optional.empty();
    }

    private Optional<byte[]> fetch(URI server, BuildId id) throws IOException, InterruptedException {
        String base = server.toString();
        String slash = base.endsWith("/") ? "" : "/";
        HttpRequest request = HttpRequest.newBuilder(URI.create(base + slash + "buildid/" + id + "/debuginfo"))
                .timeout(timeout)
                .build();
        HttpResponse<InputStream> response = client.send(request, HttpResponse.BodyHandlers.ofInputStream());
        long end = System.nanoTime() + timeout.toNanos();
        try (InputStream body = response.body()) {
            if (response.statusCode() == 404) {
                return Optional.empty();
            }
            if (response.statusCode() != 200) {
                throw new IOException("status " + response.statusCode());
            }
            return Optional.of(read(body, end));
        }
    }

    private byte[] read(InputStream body, long end) throws IOException {
        ByteArrayOutputStream file = new ByteArrayOutputStream();
        byte[] piece = new byte[1 << 16];
        for (int count = body.read(piece); count >= 0; count = body.read(piece)) {
            if (file.size() + (long) count > maxBytes) {
                throw new IOException("the file has more than " + maxBytes + " bytes (symbols.max-file-bytes)");
            }
            if (System.nanoTime() > end) {
                throw new IOException("the file takes longer than " + timeout.toSeconds() + " s (symbols.timeout)");
            }
            file.write(piece, 0, count);
        }
        return file.toByteArray();
    }
}
