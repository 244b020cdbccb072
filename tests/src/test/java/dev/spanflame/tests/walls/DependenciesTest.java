package dev.spanflame.tests.walls;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/// Each dependency is in the list that says why it earns its place, and nothing else is.
class DependenciesTest {
    private static final Path LIST = Path.of("docs/design/dependencies.md");

    @Test
    void each_dependency_is_accounted_for() {
        Set<String> used = new TreeSet<>();
        Pom.of("").dependencies().forEach(dependency -> add(dependency, used));
        for (String module : Pom.modules()) {
            Pom.of(module).dependencies().forEach(dependency -> add(dependency, used));
        }

        assertThat(listed()).containsExactlyInAnyOrderElementsOf(used);
    }

    private static void add(Pom.Dependency dependency, Set<String> used) {
        if (!dependency.group().equals("dev.spanflame")) {
            used.add(dependency.group() + ":" + dependency.artifact());
        }
    }

    /// Coordinates in the first column of the tables.
    private static Set<String> listed() {
        return Pattern.compile("(?m)^\\| `([\\w.-]+:[\\w.-]+)` \\|")
                .matcher(Repository.text(LIST))
                .results()
                .map(result -> result.group(1))
                .collect(Collectors.toCollection(TreeSet::new));
    }
}
