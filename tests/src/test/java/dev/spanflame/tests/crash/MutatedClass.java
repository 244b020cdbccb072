package dev.spanflame.tests.crash;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import javax.tools.JavaCompiler;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;

/// A class of the program, compiled anew from its source with a mistake in it.
final class MutatedClass {
    private MutatedClass() {}

    /// A change of the source `file` (from the root of the repository), which must hold `from` exactly once.
    record Change(String file, String from, String to) {}

    /// Compiles the changed source and returns `classPath` with the result in front.
    static String before(String classPath, Path target, Change change) throws IOException {
        Path source = Path.of(System.getProperty("spanflame.root")).resolve(change.file());
        String text = Files.readString(source);
        assertThat(text.split(Pattern.quote(change.from()), -1))
                .as(change.file() + " holds once: " + change.from())
                .hasSize(2);
        Path mutated = Files.createDirectories(target.resolve("source")).resolve(String.valueOf(source.getFileName()));
        Files.writeString(mutated, text.replace(change.from(), change.to()));
        Path classes = Files.createDirectories(target.resolve("classes"));
        JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        try (StandardJavaFileManager files = compiler.getStandardFileManager(null, null, null)) {
            List<String> options = List.of("-d", classes.toString(), "-cp", classPath, "-proc:none");
            assertThat(compiler.getTask(null, files, null, options, null, files.getJavaFileObjects(mutated))
                            .call())
                    .as("the mutated source compiles")
                    .isTrue();
        }
        return classes + File.pathSeparator + classPath;
    }
}
