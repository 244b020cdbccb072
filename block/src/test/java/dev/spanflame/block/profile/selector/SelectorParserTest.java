package dev.spanflame.block.profile.selector;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.spanflame.block.profile.LabelMatcher;
import dev.spanflame.model.BackendException;
import dev.spanflame.model.ErrorKind;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class SelectorParserTest {
    private static List<String> parse(String text) {
        return SelectorParser.parse(text).stream().map(LabelMatcher::toString).toList();
    }

    @Test
    void readsWhatPrometheusReads() {
        assertThat(parse("{}")).isEmpty();
        assertThat(parse("{a=\"b\",c!=\"d\", e=~\"f.*\" ,g!~'h',}"))
                .containsExactly("a=\"b\"", "c!=\"d\"", "e=~\"f.*\"", "g!~\"h\"");
        assertThat(parse(" process_cpu { a = `x\\n` } ")).containsExactly("__name__=\"process_cpu\"", "a=\"x\\n\"");
        assertThat(parse("memory")).containsExactly("__name__=\"memory\"");
        assertThat(parse("{\"k8s.pod\"=\"x\", 'memory'}")).containsExactly("k8s.pod=\"x\"", "__name__=\"memory\"");
        assertThat(parse("{a=\"\\u00e9\\x41\\t\\\"\\101\"}")).containsExactly("a=\"éA\t\"A\"");
    }

    @Test
    void aNameOfFivePartsIsAProfileType() {
        List<String> expected = List.of("__profile_type__=\"memory:alloc_space:bytes:space:bytes\"", "a=\"b\"");
        assertThat(parse("memory:alloc_space:bytes:space:bytes{a=\"b\"}")).isEqualTo(expected);
        assertThat(parse("{__name__=\"memory:alloc_space:bytes:space:bytes\", a=\"b\"}"))
                .isEqualTo(expected);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "{",
                "}",
                "{a}",
                "{a=}",
                "{a=b}",
                "{a=\"b}",
                "{a=\"b\"",
                "{a=\"b\"}}",
                "{a==\"b\"}",
                "{,}",
                "{1a=\"b\"}",
                "{a=\"b\" c=\"d\"}",
                "{a=\"\\q\"}",
                "{a=\"\\u12\"}",
                "{a=~\"(\"}",
                "a b",
                "{a=\"\\U00110000\"}"
            })
    void refusesTheRest(String text) {
        assertThatThrownBy(() -> SelectorParser.parse(text))
                .isInstanceOfSatisfying(
                        BackendException.class, e -> assertThat(e.kind()).isEqualTo(ErrorKind.BAD_REQUEST));
    }
}
