package dev.spanflame.tests.walls;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/// Files, methods and packages stay small enough to be read at one sitting.
class SizeTest {
    private static final int FILE_LINES = 500;
    private static final int METHOD_LINES = 80;
    private static final int PARAMETERS = 5;
    private static final int PACKAGE_FILES = 25;

    @Test
    void files_are_short() {
        List<String> violations = SourceFile.all().stream()
                .filter(source -> source.lines() > FILE_LINES)
                .map(source -> source.path() + " has " + source.lines() + " lines")
                .toList();

        assertThat(violations).isEmpty();
    }

    @Test
    void packages_have_few_files() {
        Map<String, Long> files = SourceFile.all().stream()
                .collect(Collectors.groupingBy(source -> source.path().getParent().toString(), Collectors.counting()));
        files.values().removeIf(count -> count <= PACKAGE_FILES);

        assertThat(files).isEmpty();
    }

    @Test
    void methods_are_short_and_take_few_parameters() {
        List<String> violations = Method.all().stream()
                .filter(method -> method.lines() > METHOD_LINES || method.parameters() > PARAMETERS)
                .map(method -> method + " (" + method.lines() + " lines, " + method.parameters() + " parameters)")
                .toList();

        assertThat(violations).isEmpty();
    }
}
