package dev.spanflame.block.profile;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.spanflame.block.profile.LabelMatcher.Operator;
import dev.spanflame.model.BackendException;
import dev.spanflame.model.ErrorKind;
import java.util.List;
import org.junit.jupiter.api.Test;

class PatternLimitsTest {
    private static final List<String> HOSTILE = List.of(
            "((a{1000}){1000}){1000}",
            "[" + "a!".repeat(100_000),
            "a*".repeat(200_000),
            "[a]".repeat(50_000),
            "(".repeat(50_000),
            "(");

    @Test
    void expressionsTooLargeForTheProcessAreRefused() {
        for (String hostile : HOSTILE) {
            assertThatThrownBy(() -> LabelMatcher.of("x", Operator.MATCHES, hostile))
                    .satisfies(PatternLimitsTest::isBadRequest);
            assertThatThrownBy(() -> StackPattern.Matching.parse(hostile)).satisfies(PatternLimitsTest::isBadRequest);
        }
        assertThatThrownBy(() -> LabelMatcher.of("x", Operator.NOT_MATCHES, "*"))
                .satisfies(PatternLimitsTest::isBadRequest);
    }

    private static void isBadRequest(Throwable thrown) {
        assertThat(thrown)
                .isInstanceOfSatisfying(
                        BackendException.class, e -> assertThat(e.kind()).isEqualTo(ErrorKind.BAD_REQUEST));
    }

    @Test
    void theWholeValueMustMatchLineEndsIncluded() {
        LabelMatcher matcher = LabelMatcher.of("x", Operator.MATCHES, "a.*b|c");
        assertThat(matcher.matches("a\nb")).isTrue();
        assertThat(matcher.matches("c")).isTrue();
        assertThat(matcher.matches("xc")).isFalse();
        assertThat(matcher.matches("")).isFalse();
    }
}
