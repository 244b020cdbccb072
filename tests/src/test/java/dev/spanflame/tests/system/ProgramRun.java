package dev.spanflame.tests.system;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

/// One run of the program from its start to its end.
///
/// @param output what it wrote, errors included
public record ProgramRun(int status, String output) {
    private static final List<String> TEST_ONLY =
            List.of("test-classes", "-tests.jar", "junit", "assertj", "surefire", "io/pyroscope");
    private static final int LIMIT_SECONDS = 60;

    /// Runs the program with these arguments.
    public static ProgramRun of(List<String> arguments) throws IOException, InterruptedException {
        Process process = builder(arguments).start();
        process.getOutputStream().close();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        if (!process.waitFor(LIMIT_SECONDS, TimeUnit.SECONDS)) {
            process.destroyForcibly();
            throw new IOException("the program still runs after " + LIMIT_SECONDS + " s: " + arguments);
        }
        return new ProgramRun(process.exitValue(), output);
    }

    /// The program as a process to be started, with standard error where standard output is. Arguments that begin with
    /// `-D` are for the JVM.
    static ProcessBuilder builder(List<String> arguments) {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(List.of("-Xmx256m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1"));
        command.addAll(List.of("--enable-native-access=ALL-UNNAMED", "--sun-misc-unsafe-memory-access=allow"));
        command.addAll(arguments.stream().filter(one -> one.startsWith("-D")).toList());
        String classPath = classPath().stream().map(Path::toString).collect(Collectors.joining(File.pathSeparator));
        command.addAll(List.of("-cp", classPath, "dev.spanflame.server.Main"));
        command.addAll(arguments.stream().filter(one -> !one.startsWith("-D")).toList());
        ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
        // the settings of whoever runs the tests are not for this program
        builder.environment().keySet().removeIf(name -> name.startsWith("SPANFLAME_") || name.startsWith("AWS_"));
        return builder;
    }

    /// What the program runs with: the class path of the tests without what only tests need.
    public static List<Path> classPath() {
        return Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator))
                .filter(entry -> TEST_ONLY.stream().noneMatch(entry::contains))
                .map(Path::of)
                .toList();
    }
}
