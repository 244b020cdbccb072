package dev.spanflame.traceql.script;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/// How much of the scripts states facts known from elsewhere than this program, see [Script].
final class FactsTest {
    @Test
    void atLeastThreeHundredExpectationsAreFactsOfThePitfallsAndOfWhatWasSeen() {
        TreeMap<String, Integer> expectations = new TreeMap<>();
        for (Script script : ScriptRunner.scripts()) {
            for (Script.Case question : script.cases()) {
                if (!question.from().isEmpty()) {
                    assertThat(question.from()).matches("traceql 9\\.\\d+|seen [13]\\.\\d+b?");
                    expectations.merge(
                            question.from().split("\\.")[0],
                            question.expectations().size(),
                            Integer::sum);
                }
            }
        }
        assertThat(expectations.values().stream().mapToInt(Integer::intValue).sum())
                .as(expectations.toString())
                .isGreaterThanOrEqualTo(300);
    }

    /// Row 49 is about traces in pieces, which sources that store them so are tested with.
    @Test
    void everyPitfallHasACase() {
        TreeSet<String> rows = ScriptRunner.scripts().stream()
                .flatMap(script -> script.cases().stream())
                .map(Script.Case::from)
                .filter(from -> from.startsWith("traceql 9."))
                .collect(Collectors.toCollection(TreeSet::new));
        assertThat(rows)
                .containsExactlyInAnyOrderElementsOf(IntStream.rangeClosed(1, 54)
                        .filter(row -> row != 49)
                        .mapToObj(row -> "traceql 9." + row)
                        .toList());
    }
}
