package dev.spanflame.traceql.script;

import static org.assertj.core.api.Assertions.assertThat;

import dev.spanflame.traceql.memory.MemorySpanSource;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

final class MemoryScriptsTest {
    static List<Script> scripts() {
        return ScriptRunner.scripts();
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("scripts")
    void answersFromOnePartition(Script script) {
        ScriptRunner.run(script, ScriptTarget.of(MemorySpanSource::of));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("scripts")
    void answersTheSameFromASourceThatLeavesOutAllItMay(Script script) {
        ScriptRunner.run(script, ScriptTarget.of(traces -> MemorySpanSource.of(traces, 3, true)));
    }

    @Test
    void everyScriptIsInTheIndex() throws IOException {
        Path folder = Path.of("src/test/resources/scripts");
        try (Stream<Path> files = Files.list(folder)) {
            List<String> names = files.map(file -> file.getFileName().toString())
                    .filter(name -> name.endsWith(".tql"))
                    .sorted()
                    .toList();
            assertThat(names).isNotEmpty().containsExactlyElementsOf(Files.readAllLines(folder.resolve("index.txt")));
        }
    }
}
