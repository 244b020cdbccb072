package dev.spanflame.tests.walls;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/// The files of the repository.
final class Repository {
    private static final List<String> NOT_SOURCES = List.of("target", ".git", "data", "node_modules", "__pycache__");

    private Repository() {}

    /// Its root.
    static Path root() {
        return Path.of(System.getProperty("spanflame.root"));
    }

    /// All files, relative to the root, without what is built.
    static List<Path> files() {
        try (Stream<Path> paths = Files.walk(root())) {
            return paths.map(root()::relativize)
                    .filter(path -> isSource(path) && Files.isRegularFile(root().resolve(path)))
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static boolean isSource(Path path) {
        for (Path part : path) {
            if (NOT_SOURCES.contains(part.toString())) {
                return false;
            }
        }
        return true;
    }

    /// Text of one of them.
    static String text(Path path) {
        try {
            return Files.readString(root().resolve(path));
        } catch (IOException e) {
            throw new UncheckedIOException(path.toString(), e);
        }
    }
}
