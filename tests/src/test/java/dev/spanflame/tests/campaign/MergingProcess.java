package dev.spanflame.tests.campaign;

import dev.spanflame.block.log.CommitLogs;
import dev.spanflame.compactor.CompactionSettings;
import dev.spanflame.compactor.Compactor;
import dev.spanflame.objectstore.disk.RealDisk;
import dev.spanflame.objectstore.file.FileObjectStore;
import dev.spanflame.tests.simulation.CompactingProcess;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.logging.Level;
import java.util.logging.Logger;
import java.util.stream.Stream;

/// A process that merges the blocks of a store without a pause, and deletes what was merged after a second, which no
/// configuration of the server allows. Its output has a line for each look that did something.
final class MergingProcess implements AutoCloseable {
    private static final Duration GRACE = Duration.ofSeconds(1);
    private static final long PAUSE_MILLIS = 20;
    private static final String MERGED = "merged ";

    private final Process process;
    private final Path log;

    private MergingProcess(Process process, Path log) {
        this.process = process;
        this.log = log;
    }

    /// Merges until it is killed. Arguments: the folder of the store, and one for files in the making.
    public static void main(String[] arguments) throws IOException, InterruptedException {
        Logger.getLogger("").setLevel(Level.OFF);
        InstantSource clock = InstantSource.system();
        FileObjectStore store = new FileObjectStore(Path.of(arguments[0]), new RealDisk(), clock);
        Path staging = Path.of(arguments[1]);
        CommitLogs logs = new CommitLogs(store, "merging-" + staging.getFileName(), clock, new Random());
        Compactor compactor = new Compactor(
                CompactingProcess.ports(store, logs, staging, clock, System.nanoTime()),
                new CompactionSettings(Duration.ofSeconds(1), 2, 6, 1L << 30, GRACE, Map.of()));
        while (true) {
            Compactor.Report report = compactor.runOnce();
            if (report.merges() > 0 || report.failures() > 0) {
                System.out.println(MERGED + report.merges() + " failed " + report.failures());
            }
            TimeUnit.MILLISECONDS.sleep(PAUSE_MILLIS);
        }
    }

    /// Starts such a process.
    static MergingProcess start(Path store, Path staging) throws IOException {
        Files.createDirectories(staging);
        Path log = staging.resolveSibling(staging.getFileName() + ".log");
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx128m",
                        "-XX:+UseSerialGC",
                        "-XX:TieredStopAtLevel=1",
                        "--enable-native-access=ALL-UNNAMED",
                        "--sun-misc-unsafe-memory-access=allow",
                        "-cp",
                        System.getProperty("java.class.path"),
                        MergingProcess.class.getName(),
                        store.toString(),
                        staging.toString())
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .start();
        return new MergingProcess(process, log);
    }

    /// Stops it where it is.
    void stop() throws IOException, InterruptedException {
        signal("-STOP");
    }

    /// Lets it go on.
    void revive() throws IOException, InterruptedException {
        signal("-CONT");
    }

    private void signal(String signal) throws IOException, InterruptedException {
        String complaint = Commands.run("kill", signal, String.valueOf(process.pid()));
        if (!complaint.isEmpty()) {
            throw new IOException("kill " + signal + ": " + complaint + "\n" + Files.readString(log));
        }
    }

    /// Whether it has merged anything so far.
    boolean hasMerged() {
        try (Stream<String> lines = Files.lines(log)) {
            return lines.anyMatch(line -> line.startsWith(MERGED) && !line.startsWith(MERGED + "0"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// Adds up what it did.
    void count(Figures figures) throws IOException {
        for (String line : Files.readAllLines(log)) {
            if (line.startsWith(MERGED)) {
                List<String> words = List.of(line.split(" "));
                figures.add("merges", Long.parseLong(words.get(1)));
                figures.add("merges failed or too late", Long.parseLong(words.get(3)));
            } else {
                figures.complain("a merging process said: " + line);
            }
        }
        if (!process.isAlive()) {
            figures.complain("a merging process ended with " + process.exitValue());
        }
    }

    @Override
    public void close() {
        process.destroyForcibly();
    }
}
