package dev.spanflame.tests.walls;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/// Every row of `docs/compat/grafana.md` names a test that there is, and no call of Grafana's data sources is missing.
class GrafanaChecklistTest {
    private static final Pattern ROW = Pattern.compile("(?m)^\\| ([A-Z]\\d[^|]*) \\|.*\\| (`[^|]*`) \\|$");
    private static final Pattern RANGE = Pattern.compile("([A-Z])(\\d+)(?:-[A-Z](\\d+))?");
    private static final Pattern TEST = Pattern.compile("`(\\w+)#(\\w+)`");
    private static final Map<String, List<String>> TESTS = tests();

    @Test
    void every_call_has_a_row() {
        Set<String> rows = new TreeSet<>();
        rows().forEach(row -> RANGE.matcher(row.group(1)).results().forEach(range -> {
            int first = Integer.parseInt(range.group(2));
            int last = range.group(3) == null ? first : Integer.parseInt(range.group(3));
            IntStream.rangeClosed(first, last).forEach(number -> rows.add(range.group(1) + number));
        }));

        Stream<String> calls = Map.of("T", 18, "D", 18, "G", 1, "P", 13).entrySet().stream()
                .flatMap(entry ->
                        IntStream.rangeClosed(1, entry.getValue()).mapToObj(number -> entry.getKey() + number));
        assertThat(rows).containsExactlyInAnyOrderElementsOf(calls.toList());
    }

    @Test
    void every_row_names_tests_that_there_are() {
        assertThat(rows()).isNotEmpty().allSatisfy(row -> {
            List<MatchResult> named = TEST.matcher(row.group(2)).results().toList();
            assertThat(named).as(row.group()).isNotEmpty();
            for (MatchResult test : named) {
                assertThat(TESTS.getOrDefault(test.group(1), List.of()))
                        .as(test.group())
                        .anyMatch(text -> text.contains("void " + test.group(2) + "("));
            }
        });
    }

    private static List<MatchResult> rows() {
        return ROW.matcher(Repository.text(Path.of("docs/compat/grafana.md")))
                .results()
                .toList();
    }

    /// Texts of the test classes by their names.
    private static Map<String, List<String>> tests() {
        Map<String, List<String>> tests = new TreeMap<>();
        for (Path file : Repository.files()) {
            String name = file.getFileName().toString();
            if (name.endsWith("Test.java")) {
                tests.computeIfAbsent(name.replace(".java", ""), _ -> new ArrayList<>())
                        .add(Repository.text(file));
            }
        }
        return tests;
    }
}
