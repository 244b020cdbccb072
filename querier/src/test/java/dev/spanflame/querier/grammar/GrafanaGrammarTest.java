package dev.spanflame.querier.grammar;

import static org.assertj.core.api.Assertions.assertThat;

import dev.spanflame.model.BackendException;
import dev.spanflame.objectstore.server.Toolchains;
import dev.spanflame.traceql.TraceQl;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Which of several hundred texts are queries: for us, and for the grammar of Grafana's editor.
///
/// `grammar/queries.txt` says of each who takes it: both, neither, `ours` alone, or the `editor` alone. The
/// last two are the differences that section 6 of `docs/compat/traceql.md` sums up.
final class GrafanaGrammarTest {
    private static final String[] PACKAGES = {"@grafana/lezer-traceql@1.0.0", "@lezer/common@1.5.5", "@lezer/lr@1.4.12"
    };
    private static final String SCRIPT = """
            const {parser} = require('@grafana/lezer-traceql');
            const lines = require('fs').readFileSync(process.argv[2], 'utf8').split('\\n');
            for (const line of lines) {
              let taken = true;
              parser.parse(line).iterate({enter: node => { if (node.type.isError) taken = false; }});
              console.log(taken);
            }
            """;

    @TempDir
    private Path folder;

    @Test
    void thereAreHundredsOfTexts() throws IOException {
        Map<String, String> expected = expected();

        assertThat(expected.values().stream().filter("both"::equals).count()).isGreaterThan(400);
        assertThat(expected.values().stream().filter("neither"::equals).count()).isGreaterThan(100);
    }

    @Test
    void weTakeWhatTheListSays() throws IOException {
        Map<String, String> expected = expected();
        Map<String, Boolean> found = new LinkedHashMap<>();
        Map<String, Boolean> wanted = new LinkedHashMap<>();
        expected.forEach((query, who) -> {
            found.put(query, isQuery(query));
            wanted.put(query, who.equals("both") || who.equals("ours"));
        });

        assertThat(found).isEqualTo(wanted);
    }

    @Test
    void theEditorTakesWhatTheListSays() throws Exception {
        Toolchains.Node tool = Toolchains.nodeWith(PACKAGES);
        Map<String, String> expected = expected();
        Map<String, Boolean> wanted = new LinkedHashMap<>();
        expected.forEach((query, who) -> wanted.put(query, who.equals("both") || who.equals("editor")));

        assertThat(judged(tool, new ArrayList<>(expected.keySet()))).isEqualTo(wanted);
    }

    private Map<String, Boolean> judged(Toolchains.Node tool, List<String> queries)
            throws IOException, InterruptedException {
        Path script = Files.writeString(tool.home().resolve("judge.cjs"), SCRIPT);
        Path input = Files.writeString(folder.resolve("queries"), String.join("\n", queries));
        Path output = folder.resolve("answers");
        Process node = new ProcessBuilder(tool.program().toString(), script.toString(), input.toString())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .redirectOutput(output.toFile())
                .start();
        assertThat(node.waitFor(60, TimeUnit.SECONDS)).isTrue();
        assertThat(node.exitValue()).isZero();
        List<String> answers = Files.readAllLines(output);
        assertThat(answers).hasSameSizeAs(queries);
        Map<String, Boolean> judged = new LinkedHashMap<>();
        for (int i = 0; i < answers.size(); i++) {
            judged.put(queries.get(i), Boolean.valueOf(answers.get(i)));
        }
        return judged;
    }

    private static boolean isQuery(String text) {
        try {
            TraceQl.parse(text);
            return true;
        } catch (BackendException _) {
            return false;
        }
    }

    /// Who takes each text.
    private static Map<String, String> expected() throws IOException {
        try (InputStream stream = GrafanaGrammarTest.class.getResourceAsStream("/grammar/queries.txt")) {
            assertThat(stream).isNotNull();
            Map<String, String> expected = new LinkedHashMap<>();
            new String(stream.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .map(line -> line.split("\t", 2))
                    .forEach(parts -> expected.put(parts[1], parts[0]));
            return expected;
        }
    }
}
