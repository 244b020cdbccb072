package dev.spanflame.load.crash;

import dev.spanflame.load.send.HostPort;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/// One life of the server as a process of its own. Its output is appended to `server.log` in the folder of the check.
final class ServerProcess implements AutoCloseable {
    private static final Duration START_LIMIT = Duration.ofSeconds(90);
    private static final long STOP_SECONDS = 60;
    private static final long POLL_MILLIS = 10;
    private static final int LOG_LINES = 15;

    private final Process process;
    private final ServerPorts ports;
    private final Path log;
    private final HttpClient http;
    private final long startNanos = System.nanoTime();

    private ServerProcess(Process process, ServerPorts ports, Path log, HttpClient http) {
        this.process = process;
        this.ports = ports;
        this.log = log;
        this.http = http;
    }

    /// Starts a process; it is not ready yet.
    static ServerProcess start(CrashSettings settings, HttpClient http) throws IOException {
        ServerPorts ports = ServerPorts.free();
        Path config = settings.folder().resolve("spanflame.yaml");
        Path log = settings.folder().resolve("server.log");
        Files.writeString(config, config(settings, ports));
        List<String> command = new ArrayList<>(settings.program());
        command.addAll(List.of("server", "--config", config.toString()));
        ProcessBuilder builder = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()));
        // the caller's own settings are not for this server
        builder.environment().keySet().removeIf(name -> name.startsWith("SPANFLAME_"));
        return new ServerProcess(builder.start(), ports, log, http);
    }

    /// Small limits, so that flushes and merges happen all the time.
    private static String config(CrashSettings settings, ServerPorts ports) {
        return """
                data: '%s'
                listen:
                  otlp-grpc: %s
                  otlp-http: %s
                  query: %s
                  pyroscope: %s
                  admin: %s
                flush:
                  max-bytes: 2MiB
                  max-age: 2s
                  small-age: 2s
                compaction:
                  interval: 1s
                query:
                  warm-up: 0s
                log:
                  level: warn
                """.formatted(
                        settings.folder().resolve("data"),
                        ports.otlpGrpc(),
                        ports.otlpHttp(),
                        ports.query(),
                        ports.pyroscope(),
                        ports.admin());
    }

    ServerPorts ports() {
        return ports;
    }

    /// The process, for whoever has to end it in an emergency.
    Process process() {
        return process;
    }

    /// Waits until `/ready` says so; returns the time since the start of the process. Throws [IOException] with the
    /// end of the log when the process ends or takes too long.
    Duration awaitReady() throws IOException, InterruptedException {
        long limit = startNanos + START_LIMIT.toNanos();
        while (!isReady()) {
            if (!process.isAlive()) {
                throw new IOException("the server ended with code " + process.exitValue() + ":\n" + endOfLog());
            }
            if (System.nanoTime() > limit) {
                throw new IOException("the server is not ready after " + START_LIMIT + ":\n" + endOfLog());
            }
            TimeUnit.MILLISECONDS.sleep(POLL_MILLIS);
        }
        return Duration.ofNanos(System.nanoTime() - startNanos);
    }

    private boolean isReady() throws InterruptedException {
        try {
            return http.send(
                                    HttpRequest.newBuilder(url(ports.query(), "/ready"))
                                            .timeout(Duration.ofSeconds(5))
                                            .build(),
                                    HttpResponse.BodyHandlers.discarding())
                            .statusCode()
                    == 200;
        } catch (IOException _) {
            return false;
        }
    }

    /// A URL on one of the ports.
    static URI url(HostPort address, String path) {
        return URI.create("http://" + address + path);
    }

    private String endOfLog() throws IOException {
        List<String> lines = new String(Files.readAllBytes(log), StandardCharsets.UTF_8)
                .lines()
                .toList();
        return String.join("\n", lines.subList(Math.max(0, lines.size() - LOG_LINES), lines.size()));
    }

    /// Ends the process by SIGKILL and waits until it is gone.
    void kill() throws InterruptedException {
        process.destroyForcibly().waitFor();
    }

    /// Ends the process by SIGTERM, which it is expected to obey.
    void stop() throws IOException, InterruptedException {
        process.destroy();
        if (!process.waitFor(STOP_SECONDS, TimeUnit.SECONDS)) {
            kill();
            throw new IOException("the server did not stop within " + STOP_SECONDS + " s:\n" + endOfLog());
        }
    }

    @Override
    public void close() {
        process.destroyForcibly();
    }
}
