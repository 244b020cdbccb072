package dev.spanflame.tests.syscalls;

import dev.spanflame.objectstore.server.Toolchains;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Assumptions;

/// Runs [StorageScript] under `strace`, which lets chosen system calls fail.
public final class TracedScript {
    static final String DATA = "data";
    static final String NOTES = "notes";

    private static final String TRACE = "trace";
    private static final int LIMIT_SECONDS = 120;
    private static final int KILLED = 137;

    /// Calls that change files.
    private static final List<String> CALLS = List.of(
            "pwrite64", "fdatasync", "fsync", "rename", "link", "unlink", "mkdir", "rmdir", "ftruncate", "write");

    private static final Pattern LINE = Pattern.compile("(\\d+) +(?:<\\.\\.\\. )?(\\w+)[( ].*");
    private static final List<String> JVM_OPTIONS = List.of(
            "-Xmx96m",
            "-XX:+UseSerialGC",
            "-XX:TieredStopAtLevel=1",
            "-XX:-UsePerfData",
            "--enable-native-access=ALL-UNNAMED",
            "--sun-misc-unsafe-memory-access=allow");

    private final Path place;
    private final QuickStart quickStart;

    /// `place` is a folder for files in the making.
    TracedScript(Path place) {
        this.place = place;
        this.quickStart = new QuickStart(place.resolve("quick-start"), JVM_OPTIONS, StorageScript.class.getName());
    }

    /// The call with this number of a thread that touches the data.
    public record Position(String call, int number) implements Comparable<Position> {
        @Override
        public int compareTo(Position other) {
            int byCall = Integer.compare(CALLS.indexOf(call), CALLS.indexOf(other.call));
            return byCall == 0 ? Integer.compare(number, other.number) : byCall;
        }
    }

    /// What happens at a call.
    public enum Fault {
        KILL("signal=KILL"),
        EIO("error=EIO"),
        ENOSPC("error=ENOSPC");

        private final String expression;

        Fault(String expression) {
            this.expression = expression;
        }
    }

    /// How a run ended.
    record Run(int status, String output, boolean isHit) {
        boolean isKilled() {
            return status == KILLED;
        }
    }

    /// All calls that touch the data in a run without faults.
    List<Position> positions() throws IOException, InterruptedException {
        Path folder = Files.createTempDirectory(Files.createDirectories(place), "positions");
        Run run = start(folder, List.of("--seccomp-bpf", "-y", "-e", "trace=" + String.join(",", CALLS)));
        if (run.status() != 0) {
            throw new IOException("the script ended with " + run.status() + ": " + run.output());
        }
        SortedSet<Position> found = new TreeSet<>();
        Map<String, Integer> counts = new HashMap<>();
        String data = folder.resolve(DATA).toString();
        for (String line : Files.readAllLines(folder.resolve(TRACE))) {
            Matcher matcher = LINE.matcher(line);
            if (!matcher.matches() || line.contains("resumed>")) {
                continue;
            }
            int number = counts.merge(matcher.group(1) + matcher.group(2), 1, Integer::sum);
            if (line.contains(data)) {
                found.add(new Position(matcher.group(2), number));
            }
        }
        return List.copyOf(found);
    }

    /// Runs the script in an empty folder, with a fault.
    Run run(Path folder, Position position, Fault fault) throws IOException, InterruptedException {
        String call = position.call();
        String inject = "inject=" + call + ":" + fault.expression + ":when=" + position.number();
        List<String> options = new ArrayList<>(List.of("-e", "trace=" + call, "-e", inject));
        if (fault != Fault.KILL) {
            // twice as fast, but signals do not come through
            options.add("--seccomp-bpf");
        }
        return start(folder, options);
    }

    private Run start(Path folder, List<String> options) throws IOException, InterruptedException {
        Files.createDirectories(folder.resolve(DATA));
        Path trace = folder.resolve(TRACE);
        List<String> java = quickStart.command();
        List<String> command = new ArrayList<>();
        command.add(Toolchains.debianProgram("strace").toString());
        command.addAll(List.of("-f", "-o", trace.toString()));
        command.addAll(options);
        command.addAll(java);
        command.add(folder.resolve(DATA).toString());
        command.add(folder.resolve(NOTES).toString());
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        process.getOutputStream().close();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        if (!process.waitFor(LIMIT_SECONDS, TimeUnit.SECONDS)) {
            process.destroyForcibly();
            throw new IOException("the script still runs after " + LIMIT_SECONDS + " s");
        }
        String text = Files.exists(trace) ? Files.readString(trace) : "";
        boolean forbidden = output.toLowerCase(Locale.ROOT).contains("operation not permitted") && text.isEmpty();
        Assumptions.assumeFalse(forbidden, "SKIPPED-TOOLCHAIN: strace may not trace here: " + output);
        return new Run(process.exitValue(), output, text.contains("(INJECTED)") || text.contains("killed by SIGKILL"));
    }
}
