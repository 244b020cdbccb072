package dev.spanflame.traceql.type;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.re2j.Pattern;
import com.google.re2j.PatternSyntaxException;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class TextPatternTest {
    private static final List<String> PIECES = List.of(
            "a", "b", "ab", ".", ".*", ".+", "|", "(", ")", "(?:", "\\.", "\\|", "^", "$", "*", "?", "[ab]", "\\\\",
            "-", "\n", "(?i)", "{2}", "\\d", "é");

    @Test
    void agreesWithRe2OnRandomPatterns() {
        Random random = new Random(11);
        int valid = 0;
        int cheap = 0;
        for (int i = 0; i < 30_000; i++) {
            String source = text(random, PIECES, 6);
            Pattern expected;
            try {
                expected = Pattern.compile(source, Pattern.DOTALL);
            } catch (PatternSyntaxException _) {
                assertThatThrownBy(() -> TextPattern.compile(source))
                        .as(source)
                        .isInstanceOf(IllegalArgumentException.class);
                continue;
            }
            TextPattern pattern = TextPattern.compile(source);
            valid++;
            cheap += pattern.isCheap() ? 1 : 0;
            for (int k = 0; k < 8; k++) {
                String value =
                        text(random, List.of("a", "b", "ab", ".", "|", "\\", "\n", "-", "é", "A", "1", "^", "$"), 4);
                assertThat(pattern.matches(value)).as(source + " on " + value).isEqualTo(expected.matches(value));
            }
        }
        assertThat(valid).isGreaterThan(10_000);
        assertThat(cheap).isGreaterThan(2_000);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"GET", "GET.*", ".*users", ".*api.*", "a|b|c", "(a|b)", "(?:a|b.*)", "^a$", "a\\.b", ".*", ""})
    void literalsNeedNoAutomaton(String source) {
        assertThat(TextPattern.compile(source).isCheap()).isTrue();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '#', textBlock = """
            [                        # missing closing
            (?=x)                    # invalid
            a**                      # invalid
            \\1                      # invalid escape
            (a{1000}){1000}          # more than 5000 steps
            ((a{100}){100}){100}     # more than 5000 steps
            \\pL{999}\\pL{999}\\pL{999}\\pL{999}\\pL{999}\\pL{999}\\pL{999}\\pL{999}\\pL{999}\\pL{999}\\pL{999}\\pL{999}\\pL{999}\\pL{999}\\pL{999}\\pL{999}\\pL{999}\\pL{999}\\pL{999}\\pL{999}\\pL{999} # more than 5000 steps
            """)
    void refusesWhatIsInvalidOrFarTooLarge(String source, String reason) {
        assertThatThrownBy(() -> TextPattern.compile(source))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(reason);
    }

    @Test
    void refusesDeepNesting() {
        assertThatThrownBy(() -> TextPattern.compile("(".repeat(5_000) + "a." + ")".repeat(5_000)))
                .hasMessageContaining("nested deeper");
    }

    @Test
    void refusesALongClassOfCharacters() {
        assertThatThrownBy(() -> TextPattern.compile("[" + "a!".repeat(40_000) + "]"))
                .hasMessageContaining("more than 10000 characters");
    }

    @Test
    void takesManyLiteralAlternatives() {
        StringBuilder source = new StringBuilder("x0");
        for (int i = 1; i < 20_000; i++) {
            source.append("|x").append(i);
        }
        TextPattern pattern = TextPattern.compile(source.toString());
        assertThat(pattern.isCheap()).isTrue();
        assertThat(pattern.matches("x19999")).isTrue();
        assertThat(pattern.matches("x20000")).isFalse();
    }

    private static String text(Random random, List<String> pieces, int most) {
        StringBuilder text = new StringBuilder();
        for (int i = random.nextInt(most + 1); i > 0; i--) {
            text.append(pieces.get(random.nextInt(pieces.size())));
        }
        return text.toString();
    }
}
