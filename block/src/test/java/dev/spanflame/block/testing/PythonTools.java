package dev.spanflame.block.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import org.opentest4j.TestAbortedException;

/// Python with pyarrow, duckdb and polars at pinned versions, in an environment of its own below `target/toolchains`
/// of the whole build: made once, used by the tests of all modules.
///
/// Any number of threads and processes may ask for it at once: one makes it, the others wait. Where there is no
/// Python 3, tests are skipped with a reason that begins with `SKIPPED-TOOLCHAIN:`.
public final class PythonTools {
    private static final List<String> PACKAGES = List.of("pyarrow==26.0.1", "duckdb==2.0.0", "polars==2.1.0");
    private static final ReentrantLock LOCK = new ReentrantLock();
    private static final long INSTALL_SECONDS = 600;

    private final Path python;

    private PythonTools(Path python) {
        this.python = python;
    }

    /// What a script printed.
    public record Output(int status, List<String> lines, String errors) {}

    /// The environment, made if there is none yet.
    public static PythonTools get() {
        String root = System.getProperty("spanflame.root");
        if (root == null) {
            throw new IllegalStateException("the system property spanflame.root must name the root of the build");
        }
        Path directory = Path.of(root, "target", "toolchains");
        LOCK.lock();
        try {
            Files.createDirectories(directory);
            Path environment = directory.resolve("python-" + Integer.toHexString(PACKAGES.hashCode()));
            try (FileChannel channel = FileChannel.open(
                            directory.resolve("python.lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
                    FileLock _ = channel.lock()) {
                // Written last: an environment without it is one whose making was interrupted.
                Path marker = environment.resolve("ready");
                if (!Files.exists(marker)) {
                    make(environment);
                    Files.writeString(marker, String.join("\n", PACKAGES));
                }
            }
            return new PythonTools(environment.resolve("bin").resolve("python3"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } finally {
            LOCK.unlock();
        }
    }

    private static void make(Path environment) throws IOException {
        Output version;
        try {
            version = run(List.of("python3", "-c", "import venv, ensurepip"), "", 60);
        } catch (IOException e) {
            throw skipped("python3 cannot be started: " + e.getMessage());
        }
        if (version.status() != 0) {
            throw skipped("python3 has no venv or ensurepip: " + version.errors());
        }
        require(run(List.of("python3", "-m", "venv", "--clear", environment.toString()), "", INSTALL_SECONDS));
        List<String> install = new ArrayList<>(List.of(
                environment.resolve("bin").resolve("python3").toString(),
                "-m",
                "pip",
                "install",
                "--quiet",
                "--disable-pip-version-check",
                "--only-binary=:all:"));
        install.addAll(PACKAGES);
        require(run(install, "", INSTALL_SECONDS));
    }

    private static TestAbortedException skipped(String reason) {
        return new TestAbortedException("SKIPPED-TOOLCHAIN: " + reason);
    }

    private static void require(Output output) {
        if (output.status() != 0) {
            throw new IllegalStateException("making the Python environment failed: " + output.errors());
        }
    }

    /// Runs a script with arguments; throws [AssertionError] with what it wrote to standard error when it fails.
    public List<String> run(String script, String... arguments) throws IOException {
        List<String> command = new ArrayList<>(List.of(python.toString(), "-"));
        command.addAll(List.of(arguments));
        Output output = run(command, script, 300);
        if (output.status() != 0) {
            throw new AssertionError("a Python script ended with status " + output.status() + ":\n" + output.errors());
        }
        return output.lines();
    }

    private static Output run(List<String> command, String input, long seconds) throws IOException {
        Path out = Files.createTempFile("python", ".out");
        Path errors = Files.createTempFile("python", ".err");
        Path in = Files.writeString(Files.createTempFile("python", ".in"), input);
        try {
            Process process = new ProcessBuilder(command)
                    .redirectInput(in.toFile())
                    .redirectOutput(out.toFile())
                    .redirectError(errors.toFile())
                    .start();
            if (!process.waitFor(seconds, TimeUnit.SECONDS)) {
                process.destroyForcibly();
                throw new IOException(command + " did not end within " + seconds + " s");
            }
            return new Output(
                    process.exitValue(),
                    Files.readAllLines(out, StandardCharsets.UTF_8),
                    Files.readString(errors, StandardCharsets.UTF_8));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted while " + command + " ran", e);
        } finally {
            Files.delete(out);
            Files.delete(errors);
            Files.delete(in);
        }
    }
}
