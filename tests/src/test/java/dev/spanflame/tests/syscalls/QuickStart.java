package dev.spanflame.tests.syscalls;

import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.spi.ToolProvider;

/// Starts a class of the tests in half the time, thousands of times: from jars, with a cache of what the JVM learned in
/// a first run, and without unpacking a native library.
final class QuickStart {
    private static final Pattern ZSTD = Pattern.compile("zstd-jni-([0-9][0-9.-]*)\\.jar");
    private static final int LIMIT_SECONDS = 120;

    private final Path place;
    private final List<String> jvmOptions;
    private final String mainClass;
    private List<String> command = List.of();

    /// `place` is a folder for the cache; `mainClass` takes a folder for data and a file for [Notes].
    QuickStart(Path place, List<String> jvmOptions, String mainClass) {
        this.place = place;
        this.jvmOptions = jvmOptions;
        this.mainClass = mainClass;
    }

    /// The command, to be followed by arguments.
    List<String> command() throws IOException, InterruptedException {
        if (command.isEmpty()) {
            Files.createDirectories(place);
            String classPath = jars();
            Path cache = Files.createTempFile(place, "script", ".aot");
            Path data = Files.createTempDirectory(place, "first");
            List<String> first = java("-XX:AOTCacheOutput=" + cache, classPath);
            first.addAll(List.of(
                    data.toString(),
                    data.resolveSibling(data.getFileName() + ".notes").toString()));
            Path log = place.resolve("first.log");
            Process process = new ProcessBuilder(first)
                    .redirectErrorStream(true)
                    .redirectOutput(log.toFile())
                    .start();
            if (!process.waitFor(LIMIT_SECONDS, TimeUnit.SECONDS) || process.exitValue() != 0) {
                process.destroyForcibly();
                throw new IOException("the first run failed:\n" + Files.readString(log));
            }
            command = java("-XX:AOTCache=" + cache, classPath);
        }
        return command;
    }

    private List<String> java(String cache, String classPath) throws IOException {
        List<String> java = new ArrayList<>();
        java.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        java.addAll(jvmOptions);
        java.addAll(List.of(cache, "-Xlog:aot*=off", "-Xlog:cds*=off"));
        Matcher zstd = ZSTD.matcher(classPath);
        if (zstd.find()) {
            java.add("-DZstdNativePath=" + library(zstd.group(1)));
        }
        java.addAll(List.of("-cp", classPath, mainClass));
        return java;
    }

    /// The library that a process would unpack, again in every one.
    private Path library(String version) throws IOException {
        String name = "libzstd-jni-" + version + ".so";
        Path file = place.resolve(name);
        String resource = "/linux/" + System.getProperty("os.arch").toLowerCase(Locale.ROOT) + "/" + name;
        try (InputStream in = QuickStart.class.getResourceAsStream(resource)) {
            if (in == null) {
                throw new IOException("no resource " + resource);
            }
            Files.copy(in, file, StandardCopyOption.REPLACE_EXISTING);
        }
        return file;
    }

    /// The class path with a jar for each folder, since only classes of jars are cached.
    private String jars() {
        List<String> entries = new ArrayList<>();
        ToolProvider jar = ToolProvider.findFirst("jar").orElseThrow();
        for (String entry : System.getProperty("java.class.path").split(File.pathSeparator)) {
            if (Files.isDirectory(Path.of(entry))) {
                Path file = place.resolve("classes-" + entries.size() + ".jar");
                PrintWriter err = new PrintWriter(System.err, true, StandardCharsets.UTF_8);
                int status = jar.run(err, err, "--create", "--file=" + file, "-C", entry, ".");
                if (status != 0) {
                    throw new UncheckedIOException(new IOException("jar of " + entry + " ended with " + status));
                }
                entries.add(file.toString());
            } else if (Files.exists(Path.of(entry))) {
                entries.add(entry);
            }
        }
        return String.join(File.pathSeparator, entries);
    }
}
