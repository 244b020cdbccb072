package dev.spanflame.objectstore.server;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;

/// Programs of other languages that tests run, installed from their registries into `target/toolchains`
/// of the whole project and kept there.
///
/// Where the language itself is missing the test is skipped, with a message that begins
/// `SKIPPED-TOOLCHAIN:`. An installation that fails is a failure.
public final class Toolchains {
    private static final long INSTALL_MINUTES = 30;

    private Toolchains() {}

    /// The root of the project.
    public static Path root() {
        String root = System.getProperty("spanflame.root", "");
        if (root.isEmpty()) {
            throw new IllegalStateException("the tests run by Maven, which sets spanflame.root");
        }
        return Path.of(root);
    }

    /// The Python of a virtual environment with these packages (as `pip install` takes them).
    public static Path pythonWith(String... packages) {
        Path system = program("python3")
                .orElseGet(() -> skip("python3 is not installed; it is needed for " + String.join(", ", packages)));
        String name = "python-" + String.join("-", packages).replaceAll("[^A-Za-z0-9.]+", "-");
        Path home = installed(name, target -> {
            run(root(), Map.of(), system.toString(), "-m", "venv", target.toString());
            List<String> install = new ArrayList<>(
                    List.of(target.resolve("bin/python").toString(), "-m", "pip", "install", "--quiet"));
            // modules are compiled when they are first imported, and most never are
            install.add("--no-compile");
            install.addAll(Arrays.asList(packages));
            run(root(), Map.of("PIP_DISABLE_PIP_VERSION_CHECK", "1"), install.toArray(String[]::new));
        });
        return home.resolve("bin/python");
    }

    /// A program built from a Go module; `module` is a path and `version` a version of it, a
    /// pseudo-version included.
    public static Path goProgram(String module, String version) {
        Path go = program("go").orElseGet(() -> skip("go is not installed; it is needed to build " + module));
        String name = module.substring(module.lastIndexOf('/') + 1);
        Path home = installed("go-" + name + "-" + version, target -> {
            Files.createDirectories(target);
            run(
                    target,
                    Map.of("GOBIN", target.toString()),
                    go.toString(),
                    "install",
                    "-p",
                    "1",
                    module + "@" + version);
        });
        return home.resolve(name);
    }

    /// A program built from one Go file with these modules, each a path and a version between `@`.
    public static Path goBuild(String name, String source, String... modules) {
        Path go = program("go").orElseGet(() -> skip("go is not installed; it is needed to build " + name));
        String key = Integer.toHexString((source + String.join(" ", modules)).hashCode());
        Path home = installed("go-" + name + "-" + key, target -> {
            Files.createDirectories(target);
            Files.writeString(target.resolve("main.go"), source);
            run(target, Map.of(), go.toString(), "mod", "init", "example.com/" + name);
            for (String module : modules) {
                run(target, Map.of(), go.toString(), "get", module);
            }
            // what the modules themselves need of others
            run(target, Map.of(), go.toString(), "mod", "tidy");
            run(target, Map.of(), go.toString(), "build", "-p", "1", "-o", name, ".");
        });
        return home.resolve(name);
    }

    /// The program `node`, and a folder in which a script for it finds packages.
    public record Node(Path program, Path home) {}

    /// Node.js with these packages of npm (as `npm install` takes them).
    public static Node nodeWith(String... packages) {
        String missing = "node and npm are not installed; they are needed for " + String.join(", ", packages);
        Path node = program("node").orElseGet(() -> skip(missing));
        Path npm = program("npm").orElseGet(() -> skip(missing));
        String name = "node-" + String.join("-", packages).replaceAll("[^A-Za-z0-9.]+", "-");
        Path home = installed(name, target -> {
            Files.createDirectories(target);
            Files.writeString(target.resolve("package.json"), "{\"private\":true}");
            List<String> install =
                    new ArrayList<>(List.of(npm.toString(), "install", "--no-audit", "--no-fund", "--save-exact"));
            install.addAll(Arrays.asList(packages));
            run(target, Map.of(), install.toArray(String[]::new));
        });
        return new Node(node, home);
    }

    /// The files of a package of Debian or its kin, unpacked and not installed.
    public static Path debianPackage(String name) {
        Path apt = program("apt-get").orElseGet(() -> skip("apt-get is not installed; it is needed to get " + name));
        Path dpkg = program("dpkg-deb").orElseGet(() -> skip("dpkg-deb is not installed; it is needed for " + name));
        return installed("deb-" + name, target -> {
            Files.createDirectories(target);
            run(target, Map.of(), apt.toString(), "download", name);
            try (DirectoryStream<Path> files = Files.newDirectoryStream(target, name + "_*.deb")) {
                for (Path file : files) {
                    run(target, Map.of(), dpkg.toString(), "-x", file.toString(), target.toString());
                    Files.delete(file);
                }
            }
        });
    }

    /// A program of the path, or else of the package of Debian that has its name.
    public static Path debianProgram(String name) {
        return program(name)
                .orElseGet(() -> debianPackage(name).resolve("usr/bin").resolve(name));
    }

    /// Ends the test as skipped.
    private static Path skip(String why) {
        return Assumptions.abort("SKIPPED-TOOLCHAIN: " + why);
    }

    private static Optional<Path> program(String name) {
        for (String directory : System.getenv().getOrDefault("PATH", "").split(File.pathSeparator)) {
            Path candidate = Path.of(directory, name);
            if (!directory.isEmpty() && Files.isExecutable(candidate)) {
                return Optional.of(candidate);
            }
        }
        return Optional.empty();
    }

    /// Puts something into a directory.
    private interface Installation {
        void into(Path target) throws IOException;
    }

    /// The directory of this name, filled by `installation` unless an earlier run finished that. One
    /// process at a time.
    private static Path installed(String name, Installation installation) {
        Path cache = root().resolve("target").resolve("toolchains");
        Path target = cache.resolve(name);
        Path done = cache.resolve(name + ".installed");
        try {
            Files.createDirectories(cache);
            try (FileChannel channel = FileChannel.open(
                            cache.resolve(name + ".lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
                    FileLock _ = channel.lock()) {
                if (!Files.exists(done)) {
                    clear(target);
                    installation.into(target);
                    Files.createFile(done);
                }
            }
            return target;
        } catch (IOException e) {
            throw new UncheckedIOException("cannot install " + name + " into " + cache, e);
        }
    }

    /// Removes what an installation that failed has left.
    private static void clear(Path target) throws IOException {
        if (Files.exists(target)) {
            try (Stream<Path> all = Files.walk(target)) {
                for (Path one : all.sorted(Comparator.reverseOrder()).toList()) {
                    Files.delete(one);
                }
            }
        }
    }

    private static void run(Path directory, Map<String, String> environment, String... command) throws IOException {
        Path log = Files.createTempFile("install", ".log");
        ProcessBuilder builder = new ProcessBuilder(command)
                .directory(directory.toFile())
                .redirectErrorStream(true)
                .redirectOutput(log.toFile());
        builder.environment().putAll(environment);
        Process process = builder.start();
        try {
            boolean ended = process.waitFor(INSTALL_MINUTES, TimeUnit.MINUTES);
            if (!ended || process.exitValue() != 0) {
                throw new IOException(String.join(" ", command) + (ended ? " failed" : " takes too long") + ":\n"
                        + Files.readString(log));
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted in " + String.join(" ", command), e);
        } finally {
            process.destroyForcibly();
            Files.deleteIfExists(log);
        }
    }
}
