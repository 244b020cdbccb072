package dev.spanflame.tests.walls;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/// Nothing in the repository knows the machine it was written on.
class MachinePathsTest {
    private static final Pattern OF_A_MACHINE =
            Pattern.compile("(?<![\\w.])/(?:work|root|home/\\w+|Users/\\w+)/|/usr/lib/jvm/[a-z]");
    private static final List<String> TEXTS = List.of(".java", ".md", ".xml", ".yaml", ".yml", ".proto", ".sh", ".py");

    @Test
    void no_path_of_a_machine() {
        List<Path> found = Repository.files().stream()
                .filter(MachinePathsTest::isText)
                .filter(path -> !path.endsWith("MachinePathsTest.java"))
                .filter(path -> OF_A_MACHINE.matcher(Repository.text(path)).find())
                .toList();

        assertThat(found).isEmpty();
    }

    private static boolean isText(Path path) {
        String name = path.getFileName().toString();
        return TEXTS.stream().anyMatch(name::endsWith) || path.startsWith("bin") || path.startsWith(".ci");
    }
}
