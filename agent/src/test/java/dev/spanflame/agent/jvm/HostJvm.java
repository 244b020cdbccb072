package dev.spanflame.agent.jvm;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Properties;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

/// A JVM of its own that runs a program of a test.
public final class HostJvm implements AutoCloseable {
    private static final int LIMIT_SECONDS = 60;

    private final Process process;
    private final Path log;

    private HostJvm(Process process, Path log) {
        this.process = process;
        this.log = log;
    }

    /// The agent as it is shipped.
    public static Path agentJar() {
        return Path.of("target", "spanflame-agent.jar").toAbsolutePath();
    }

    /// The extension for OpenTelemetry as it is shipped.
    public static Path otelJar() {
        return Path.of("target", "spanflame-otel.jar").toAbsolutePath();
    }

    /// The JDK of this test.
    public static Path thisJdk() {
        return Path.of(System.getProperty("java.home"));
    }

    /// A JDK of this version beside the one of this test, or under `JAVA_HOME_<version>`.
    public static Optional<Path> jdk(int version) throws IOException {
        String named = System.getenv("JAVA_HOME_" + version);
        if (named != null) {
            return Optional.of(Path.of(named));
        }
        Path folder = thisJdk().getParent();
        try (DirectoryStream<Path> homes = Files.newDirectoryStream(folder)) {
            for (Path home : homes) {
                Path release = home.resolve("release");
                if (Files.isExecutable(home.resolve("bin").resolve("java")) && Files.isReadable(release)) {
                    Properties properties = new Properties();
                    properties.load(Files.newBufferedReader(release, StandardCharsets.UTF_8));
                    String found = properties.getProperty("JAVA_VERSION", "").replace("\"", "");
                    if (found.startsWith(version + ".")) {
                        return Optional.of(home);
                    }
                }
            }
        }
        return Optional.empty();
    }

    /// `-javaagent` with these settings.
    public static String withAgent(PushReceiver receiver, String... settings) {
        List<String> all = new ArrayList<>(List.of("server.address=" + receiver.uri(), "upload.interval=1s"));
        all.addAll(Arrays.asList(settings));
        return "-javaagent:" + agentJar() + "=" + String.join(",", all);
    }

    /// Starts a program in a JVM; `options` stand before its name. Its temporary folder is `tmp` in
    /// `folder`.
    public static HostJvm start(Path jdk, Path folder, List<String> options, Class<?> program, String... arguments)
            throws IOException {
        return startBy(List.of(java(jdk)), folder, options, program, arguments);
    }

    /// The program of a JDK that starts a JVM.
    static String java(Path jdk) {
        return jdk.resolve("bin").resolve("java").toString();
    }

    /// The same by a command that ends with that program.
    static HostJvm startBy(List<String> by, Path folder, List<String> options, Class<?> program, String... arguments)
            throws IOException {
        Path tmp = Files.createDirectories(folder.resolve("tmp"));
        List<String> command = new ArrayList<>(by);
        command.addAll(List.of("-Xmx128m", "-XX:+UseSerialGC", "-Djava.io.tmpdir=" + tmp));
        command.addAll(options);
        command.add(program.getName());
        command.addAll(Arrays.asList(arguments));
        Path log = Files.createTempFile(folder, "host", ".log");
        ProcessBuilder builder =
                new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(log.toFile());
        builder.environment().keySet().removeIf(name -> name.matches("(SPANFLAME|PYROSCOPE|OTEL|JAVA_TOOL).*"));
        return new HostJvm(builder.start(), log);
    }

    /// The options for a class path with the programs and what their name contains of these jars.
    public static List<String> classPath(String... parts) {
        String path = Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator))
                .filter(entry -> Arrays.stream(parts).anyMatch(entry::contains))
                .collect(Collectors.joining(File.pathSeparator));
        return List.of("-cp", Path.of("target", "test-classes").toAbsolutePath() + File.pathSeparator + path);
    }

    /// Its number.
    public long pid() {
        return process.pid();
    }

    /// Whether it still runs.
    public boolean isAlive() {
        return process.isAlive();
    }

    /// Waits for its end; its exit status.
    public int awaitEnd() throws IOException, InterruptedException {
        if (!process.waitFor(LIMIT_SECONDS, TimeUnit.SECONDS)) {
            process.destroyForcibly();
            throw new IOException("the program still runs after " + LIMIT_SECONDS + " s:\n" + output());
        }
        return process.exitValue();
    }

    /// What it wrote.
    public String output() throws IOException {
        return Files.readString(log);
    }

    @Override
    public void close() {
        process.destroyForcibly();
    }
}
