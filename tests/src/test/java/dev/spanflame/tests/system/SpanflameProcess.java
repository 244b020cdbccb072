package dev.spanflame.tests.system;

import dev.spanflame.load.crash.ServerPorts;
import dev.spanflame.load.send.HostPort;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// The program as a process of its own, on free ports of the loopback interface; it ends with this object, or with
/// the virtual machine of the test.
public final class SpanflameProcess implements AutoCloseable {
    private static final Duration START = Duration.ofSeconds(90);
    private static final Pattern LISTENING = Pattern.compile("listening port=(\\S+) address=\\S*:(\\d+)");
    private static final List<String> PORTS = List.of("otlp-grpc", "otlp-http", "query", "pyroscope", "admin");

    private final Process process;
    private final Path log;
    private final Thread atExit;

    private SpanflameProcess(Process process, Path log) {
        this.process = process;
        this.log = log;
        this.atExit = new Thread(process::destroyForcibly);
        Runtime.getRuntime().addShutdownHook(atExit);
    }

    /// Starts a server with its data in `folder` and waits until it is ready. `flags` are options of the command
    /// `server`, as `--multi-tenancy`.
    public static SpanflameProcess start(Path folder, String... flags) throws IOException {
        SpanflameProcess server = launch(folder, flags);
        server.awaitReady();
        return server;
    }

    /// Starts a server and returns at once, also when it is about to refuse.
    public static SpanflameProcess launch(Path folder, String... flags) throws IOException {
        Files.createDirectories(folder);
        List<String> arguments = new ArrayList<>(List.of("server", "--data=" + folder.resolve("data")));
        for (String port : PORTS) {
            String flag = "--listen." + port + "=";
            if (Arrays.stream(flags).noneMatch(given -> given.startsWith(flag))) {
                arguments.add(flag + "127.0.0.1:0");
            }
        }
        // what every server of the tests would do for itself alone
        arguments.add("--query.warm-up=0s");
        arguments.addAll(Arrays.asList(flags));
        Path log = Files.createTempFile(folder, "server", ".log");
        ProcessBuilder builder =
                ProgramRun.builder(arguments).directory(folder.toFile()).redirectOutput(log.toFile());
        return new SpanflameProcess(builder.start(), log);
    }

    private void awaitReady() throws IOException {
        long limit = System.nanoTime() + START.toNanos();
        while (!output().contains("server is ready")) {
            if (!process.isAlive() || System.nanoTime() > limit) {
                close();
                throw new IOException("the server did not get ready:\n" + output());
            }
            pause();
        }
    }

    private void pause() throws IOException {
        try {
            process.waitFor(20, TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted while a server started", e);
        }
    }

    /// Where a port listens, as `otlp-http`.
    public URI uri(String port) {
        Integer number = ports().get(port);
        if (number == null) {
            throw new IllegalStateException("port " + port + " is not open:\n" + output());
        }
        return URI.create("http://127.0.0.1:" + number);
    }

    private Map<String, Integer> ports() {
        Map<String, Integer> ports = new TreeMap<>();
        Matcher matcher = LISTENING.matcher(output());
        while (matcher.find()) {
            ports.put(matcher.group(1), Integer.valueOf(matcher.group(2)));
        }
        return ports;
    }

    /// Everything it wrote.
    public String output() {
        try {
            return Files.readString(log);
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    /// Waits for its end by itself; its exit status.
    public int awaitEnd(Duration limit) throws IOException, InterruptedException {
        if (!process.waitFor(limit.toMillis(), TimeUnit.MILLISECONDS)) {
            throw new IOException("the server still runs after " + limit + ":\n" + output());
        }
        return process.exitValue();
    }

    /// All its ports, as a witness speaks to them.
    public ServerPorts addresses() {
        return new ServerPorts(
                address("otlp-grpc"), address("otlp-http"), address("query"), address("pyroscope"), address("admin"));
    }

    private HostPort address(String port) {
        URI uri = uri(port);
        return new HostPort(uri.getHost(), uri.getPort());
    }

    /// Has it make blocks of everything it holds.
    ///
    /// Throws [IllegalStateException] where it refuses.
    public void flush() {
        Wire.Answer answer = Wire.post(uri("admin").resolve("/flush"), new byte[0]);
        if (answer.status() != 200) {
            throw new IllegalStateException("not flushed: " + answer.status() + " " + answer.text() + output());
        }
    }

    /// Its id in the system.
    public long pid() {
        return process.pid();
    }

    /// Sends SIGTERM and waits for the end; how long it took.
    public Duration terminate() throws IOException, InterruptedException {
        long begin = System.nanoTime();
        process.destroy();
        awaitEnd(Duration.ofSeconds(60));
        return Duration.ofNanos(System.nanoTime() - begin);
    }

    /// Sends SIGKILL and waits for the end.
    public void kill() throws InterruptedException {
        process.destroyForcibly().waitFor();
    }

    @Override
    public void close() {
        try {
            process.destroyForcibly().waitFor();
            Runtime.getRuntime().removeShutdownHook(atExit);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
