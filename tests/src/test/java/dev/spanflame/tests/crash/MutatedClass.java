package dev.spanflame.tests.crash;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import javax.tools.JavaCompiler;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;

/// A class of the program, compiled anew from its source with a mistake in it.
final class MutatedClass {
    private MutatedClass() {}

    /// Compiles the source `file` (from the root of the repository) with `from`, which it must hold exactly once,
    /// replaced by `to`, and returns the class path of this process with the result in front.
    static String classPath(Path target, String file, String from, String to) throws IOException {
        Path source = Path.of(System.getProperty("spanflame.root")).resolve(file);
        String text = Files.readString(source);
        assertThat(text.split(java.util.regex.Pattern.quote(from), -1))
                .as(file + " holds once: " + from)
                .hasSize(2);
        Path mutated = Files.createDirectories(target.resolve("source")).resolve(String.valueOf(source.getFileName()));
        Files.writeString(mutated, text.replace(from, to));
        Path classes = Files.createDirectories(target.resolve("classes"));
        String classPath = System.getProperty("java.class.path");
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
