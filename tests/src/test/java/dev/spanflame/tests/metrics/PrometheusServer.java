package dev.spanflame.tests.metrics;

import com.fasterxml.jackson.databind.JsonNode;
import dev.spanflame.objectstore.server.Toolchains;
import dev.spanflame.tests.system.Awaiting;
import dev.spanflame.tests.system.Wire;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;

/// Prometheus out of its Debian package, taking remote write, exemplars and native histograms. It
/// can be killed and started again at the same port.
final class PrometheusServer implements AutoCloseable {
    private static final String PACKAGE = "prometheus";
    private static final Duration START = Duration.ofSeconds(60);
    private static final String CONFIGURATION = """
            storage:
              exemplars:
                max_exemplars: 10000
            """;

    private final Path folder;
    private final int port;
    private final Thread atExit = new Thread(this::kill);
    private volatile Process process;

    private PrometheusServer(Path folder, int port) throws IOException {
        this.folder = folder;
        this.port = port;
        this.process = launch();
        Runtime.getRuntime().addShutdownHook(atExit);
    }

    /// A server with its data in `folder`, ready.
    static PrometheusServer start(Path folder) throws IOException {
        Files.createDirectories(folder);
        Files.writeString(folder.resolve("prometheus.yml"), CONFIGURATION);
        int port;
        try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = free.getLocalPort();
        }
        PrometheusServer server = new PrometheusServer(folder, port);
        server.awaitReady();
        return server;
    }

    /// A program of the package.
    static Path program(String name) {
        return Toolchains.debianPackage(PACKAGE).resolve("usr/bin").resolve(name);
    }

    private Process launch() throws IOException {
        return new ProcessBuilder(
                        program(PACKAGE).toString(),
                        "--config.file=" + folder.resolve("prometheus.yml"),
                        "--storage.tsdb.path=" + folder.resolve("data"),
                        "--web.listen-address=127.0.0.1:" + port,
                        "--web.enable-remote-write-receiver",
                        "--enable-feature=exemplar-storage,native-histograms")
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(
                        folder.resolve("prometheus.log").toFile()))
                .start();
    }

    private void awaitReady() {
        boolean ready = Awaiting.until(START, this::isReady, done -> done);
        if (!ready) {
            throw new IllegalStateException("Prometheus did not get ready:\n" + log());
        }
    }

    private boolean isReady() {
        try {
            return Wire.get(uri("/-/ready")).status() == 200;
        } catch (UncheckedIOException _) {
            return false;
        }
    }

    /// What it wrote.
    String log() {
        try {
            return Files.readString(folder.resolve("prometheus.log"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    URI uri(String path) {
        return URI.create("http://127.0.0.1:" + port + path);
    }

    /// `data` of an answer of its API.
    JsonNode api(String path, String name, String value, String more) {
        String encoded = URLEncoder.encode(value, StandardCharsets.UTF_8);
        Wire.Answer answer = Wire.get(uri("/api/v1/" + path + "?" + name + "=" + encoded + more));
        if (answer.status() != 200) {
            throw new IllegalStateException(answer.status() + " " + answer.text());
        }
        return answer.json().path("data");
    }

    /// Series of an instant query.
    JsonNode query(String promql) {
        return api("query", "query", promql, "").path("result");
    }

    /// The value of a query that gives one series; NaN while it gives none.
    double value(String promql) {
        JsonNode result = query(promql);
        return result.isEmpty()
                ? Double.NaN
                : Double.parseDouble(result.path(0).path("value").path(1).asText());
    }

    /// Waits until a query gives this value.
    double await(String promql, double wanted) {
        return Awaiting.until(Duration.ofSeconds(60), () -> value(promql), value -> value == wanted);
    }

    /// Ends it without warning.
    void kill() {
        try {
            process.destroyForcibly().waitFor();
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    /// Starts it again, with the data it has.
    void restart() throws IOException {
        process = launch();
        awaitReady();
    }

    @Override
    public void close() {
        kill();
        Runtime.getRuntime().removeShutdownHook(atExit);
    }
}
