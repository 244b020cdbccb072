package dev.spanflame.tests.walls;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/// Documents name only what exists.
class DocsTest {
    private static final List<String> EXPECTED = List.of(
            "README.md",
            "ARCHITECTURE.md",
            "CONTRIBUTING.md",
            "CHANGELOG.md",
            "docs/design/dependencies.md",
            "docs/reference/configuration.md");
    private static final Pattern FILE = Pattern.compile("[\\w.-]+(/[\\w.-]+)*/?");
    private static final Pattern TYPE = Pattern.compile("([A-Z][a-z0-9]+){2,}");
    private static final Pattern KEY = Pattern.compile("[a-z][a-z0-9-]*\\.[a-z][a-z0-9-]+");
    private static final Pattern VARIABLE = Pattern.compile("SPANFLAME_[A-Z0-9_]+");
    private static final List<String> ABOUT_CODE = List.of("ARCHITECTURE.md", "CONTRIBUTING.md");

    @Test
    void the_documents_a_reader_expects_are_there() {
        assertThat(EXPECTED)
                .allSatisfy(path -> assertThat(Files.exists(Repository.root().resolve(path)))
                        .as(path)
                        .isTrue());
    }

    @Test
    void links_lead_somewhere() {
        List<String> dead = Documents.links().stream()
                .filter(link -> !Files.exists(Repository.root()
                        .resolve(link.document())
                        .resolveSibling(link.text())
                        .normalize()))
                .map(link -> link.document() + " links to " + link.text())
                .toList();

        assertThat(dead).isEmpty();
    }

    @Test
    void paths_exist() {
        Set<String> tops = Repository.files().stream()
                .filter(path -> path.getNameCount() > 1)
                .map(path -> path.getName(0).toString())
                .collect(Collectors.toSet());
        List<String> missing = new ArrayList<>();
        for (Documents.Mention mention : Documents.ticked()) {
            String text = mention.text();
            boolean ofRepository = FILE.matcher(text).matches()
                    && text.contains("/")
                    && tops.contains(text.substring(0, text.indexOf('/')))
                    && !text.contains("/target/");
            if (ofRepository && !Files.exists(Repository.root().resolve(text))) {
                missing.add(mention.document() + " names " + text);
            }
        }

        assertThat(missing).isEmpty();
    }

    @Test
    void types_exist() {
        Pattern named =
                Pattern.compile("\\b(?:class|interface|record|enum|message|rpc|service|import java[\\w.]*\\.) ?(\\w+)");
        Set<String> types = Repository.files().stream()
                .filter(path ->
                        path.toString().endsWith(".java") || path.toString().endsWith(".proto"))
                .flatMap(path -> named.matcher(Repository.text(path)).results())
                .map(result -> result.group(1))
                .collect(Collectors.toSet());
        List<String> missing = Documents.ticked().stream()
                .filter(mention -> ABOUT_CODE.contains(mention.document().toString()))
                .filter(mention -> TYPE.matcher(mention.text()).matches() && !types.contains(mention.text()))
                .map(mention -> mention.document() + " names " + mention.text())
                .toList();

        assertThat(missing).isEmpty();
    }

    @Test
    void configuration_keys_and_variables_exist() {
        Set<String> keys = configurationKeys();
        Set<String> sections =
                keys.stream().map(key -> key.replaceFirst("\\..*", "")).collect(Collectors.toSet());
        Set<String> variables = new HashSet<>(Set.of("SPANFLAME_CONFIG"));
        keys.forEach(
                key -> variables.add("SPANFLAME_" + key.toUpperCase(Locale.ROOT).replaceAll("[.-]", "_")));
        // settings of the agent, which a test of it compares with the code
        Pattern.compile("(?m)^\\| `(spanflame\\.[a-z.]+)` \\|")
                .matcher(Repository.text(Path.of("docs/reference/agent.md")))
                .results()
                .forEach(found ->
                        variables.add(found.group(1).toUpperCase(Locale.ROOT).replace('.', '_')));
        for (String script : List.of("bin/spanflame", "bin/toolchain.sh", "bin/test")) {
            VARIABLE.matcher(Repository.text(Path.of(script))).results().forEach(found -> variables.add(found.group()));
        }
        List<String> unknown = new ArrayList<>();
        for (Documents.Mention mention : Documents.ticked()) {
            String text = mention.text();
            boolean isKey = KEY.matcher(text).matches()
                    && sections.contains(text.substring(0, text.indexOf('.')))
                    && !Files.exists(Repository.root().resolve(text))
                    && !isAboutAttributes(mention.document());
            boolean isSection = keys.stream().anyMatch(key -> key.startsWith(text + "."));
            if (isKey && !isSection && !keys.contains(text) && !text.endsWith(".parquet")) {
                unknown.add(mention.document() + " names the key " + text);
            }
            if (VARIABLE.matcher(text).matches() && !variables.contains(text)) {
                unknown.add(mention.document() + " names the variable " + text);
            }
        }

        assertThat(unknown).isEmpty();
    }

    /// Whether names with dots are attributes of spans there, such as `http.route`.
    private static boolean isAboutAttributes(Path document) {
        return document.startsWith("docs/compat") || document.endsWith("traceql.md");
    }

    /// Keys of the reference, which a test of the server compares with the code.
    private static Set<String> configurationKeys() {
        return Pattern.compile("(?m)^\\| `([a-z0-9.-]+)` \\|")
                .matcher(Repository.text(Path.of("docs/reference/configuration.md")))
                .results()
                .map(result -> result.group(1))
                .collect(Collectors.toSet());
    }
}
