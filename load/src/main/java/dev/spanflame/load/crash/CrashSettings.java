package dev.spanflame.load.crash;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/// What a crash check does.
///
/// The server is started as `<program> server --config <file>` with its data below `folder`, which is made if it is
/// missing and has to be empty. `rounds` is how often it is killed while senders are at work, a random time of
/// `minLoad` to `maxLoad` after something was acknowledged. `seed` decides the times and the content; `progress` is
/// told one line for each round. `spanSenders` and `profileSenders` are numbers of threads.
public record CrashSettings(
        List<String> program,
        Path folder,
        int rounds,
        long seed,
        Duration minLoad,
        Duration maxLoad,
        int spanSenders,
        int profileSenders,
        Consumer<String> progress) {

    private static final List<String> JVM_OPTIONS = List.of(
            "-Xmx512m",
            "-XX:+UseSerialGC",
            "-XX:TieredStopAtLevel=1",
            "--enable-native-access=ALL-UNNAMED",
            "--sun-misc-unsafe-memory-access=allow");

    /// Checks the numbers.
    public CrashSettings {
        if (rounds < 1 || spanSenders < 0 || profileSenders < 0 || spanSenders + profileSenders == 0) {
            throw new IllegalArgumentException(
                    "expected at least one round and one sender, got %d rounds, %d senders of spans, %d of profiles"
                            .formatted(rounds, spanSenders, profileSenders));
        }
        if (minLoad.isNegative() || maxLoad.compareTo(minLoad) < 0) {
            throw new IllegalArgumentException("expected a least and a longest time, got " + minLoad + ", " + maxLoad);
        }
        program = List.copyOf(program);
    }

    /// The server of this process's own class path, killed `rounds` times after up to 600 ms of load by three senders
    /// of spans and two of profiles.
    public static CrashSettings of(Path folder, int rounds, long seed) {
        return new CrashSettings(
                java(System.getProperty("java.class.path"), "dev.spanflame.server.Main", JVM_OPTIONS),
                folder,
                rounds,
                seed,
                Duration.ZERO,
                Duration.ofMillis(600),
                3,
                2,
                _ -> {});
    }

    private static List<String> java(String classPath, String mainClass, List<String> jvmOptions) {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(jvmOptions);
        command.addAll(List.of("-cp", classPath, mainClass));
        return command;
    }

    /// The same with another server, a class with a main method.
    public CrashSettings withServer(String classPath, String mainClass) {
        return withProgram(java(classPath, mainClass, JVM_OPTIONS));
    }

    /// The same with a server that is started by this command.
    public CrashSettings withProgram(List<String> command) {
        return new CrashSettings(
                command, folder, rounds, seed, minLoad, maxLoad, spanSenders, profileSenders, progress);
    }

    /// The same with load for as long before a kill.
    public CrashSettings withLoad(Duration least, Duration longest) {
        return new CrashSettings(program, folder, rounds, seed, least, longest, spanSenders, profileSenders, progress);
    }

    /// The same with other numbers of senders.
    public CrashSettings withSenders(int ofSpans, int ofProfiles) {
        return new CrashSettings(program, folder, rounds, seed, minLoad, maxLoad, ofSpans, ofProfiles, progress);
    }

    /// The same with somebody to tell about progress.
    public CrashSettings withProgress(Consumer<String> listener) {
        return new CrashSettings(
                program, folder, rounds, seed, minLoad, maxLoad, spanSenders, profileSenders, listener);
    }
}
