package dev.spanflame.tests.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;

import dev.spanflame.tests.system.ProgramRun;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// The cache from which a process starts half warm, made and used by the real script in the layout of a distribution.
@Timeout(300)
class StartCacheTest {
    // makes the virtual machine end where it cannot use the cache
    private static final String MUST_USE = "-XX:AOTMode=on";

    @TempDir
    private Path root;

    @Test
    void a_cache_is_made_and_used_and_a_stale_one_is_quietly_left_alone() throws Exception {
        install();
        assertThat(run("", "--version").output()).startsWith("spanflame");
        ProgramRun trained = run("", "train");
        Path cache = root.resolve("lib/spanflame.aot");
        assertThat(cache).as(trained.output()).isNotEmptyFile();
        assertThat(trained.status()).isZero();

        assertThat(run(MUST_USE, "--version").status()).isZero();
        assertThat(run("", "--version").output()).startsWith("spanflame").hasLineCount(1);
        assertThat(run("-Xmx300m " + MUST_USE, "--version").status()).isZero();

        Path jar = jars().getFirst();
        Files.setLastModifiedTime(jar, FileTime.from(Instant.now().plusSeconds(60)));
        assertThat(run(MUST_USE, "--version").status()).isNotZero();
        ProgramRun stale = run("", "--version");
        assertThat(stale.status()).isZero();
        assertThat(stale.output()).startsWith("spanflame").hasLineCount(1);

        Files.writeString(cache, "no cache");
        ProgramRun damaged = run("", "--version");
        assertThat(damaged.status()).isZero();
        assertThat(damaged.output()).startsWith("spanflame").hasLineCount(1);
    }

    private ProgramRun run(String options, String argument) throws IOException, InterruptedException {
        ProcessBuilder builder = new ProcessBuilder(
                        "/bin/sh", root.resolve("bin/spanflame").toString(), argument)
                .redirectErrorStream(true);
        builder.environment().keySet().removeIf(name -> name.startsWith("SPANFLAME_"));
        builder.environment().put("SPANFLAME_JAVA_HOME", System.getProperty("java.home"));
        builder.environment().put("SPANFLAME_JAVA_OPTIONS", options);
        Process process = builder.start();
        process.getOutputStream().close();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor(120, TimeUnit.SECONDS)).isTrue();
        return new ProgramRun(process.exitValue(), output);
    }

    private List<Path> jars() throws IOException {
        try (Stream<Path> files = Files.list(root.resolve("lib"))) {
            return files.filter(file -> file.toString().endsWith(".jar"))
                    .sorted()
                    .toList();
        }
    }

    /// The scripts, and the class path of the program as jars.
    private void install() throws IOException {
        Path bin = Path.of(System.getProperty("spanflame.root", ".."), "bin");
        Files.createDirectories(root.resolve("bin"));
        Files.createDirectories(root.resolve("lib"));
        for (String script : List.of("spanflame", "toolchain.sh")) {
            Files.copy(bin.resolve(script), root.resolve("bin").resolve(script));
        }
        List<Path> entries = new ArrayList<>(ProgramRun.classPath());
        for (int i = 0; i < entries.size(); i++) {
            Path entry = entries.get(i);
            Path jar = root.resolve("lib").resolve(String.format("%03d-%s.jar", i, entry.getFileName()));
            if (Files.isDirectory(entry)) {
                pack(entry, jar);
            } else if (Files.exists(entry)) {
                Files.copy(entry, jar);
            }
        }
    }

    private static void pack(Path classes, Path jar) throws IOException {
        try (OutputStream file = Files.newOutputStream(jar);
                JarOutputStream out = new JarOutputStream(file);
                Stream<Path> files = Files.walk(classes)) {
            for (Path content : files.filter(Files::isRegularFile).toList()) {
                out.putNextEntry(new JarEntry(classes.relativize(content).toString()));
                Files.copy(content, out);
                out.closeEntry();
            }
        }
    }
}
