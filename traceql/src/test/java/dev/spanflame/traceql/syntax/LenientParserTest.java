package dev.spanflame.traceql.syntax;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class LenientParserTest {
    @ParameterizedTest
    @CsvSource(delimiter = '#', textBlock = """
            { .a = 1 && .b = }                 # (.a = 1) && true
            { .a = 1 && .b                     # (.a = 1) && .b
            { .a = 1 && "                      # (.a = 1) && true
            { .a = 1 || .b =                   # (.a = 1) || true
            { .a = 1 && .b = 2 || .c = 3 && }  # (((.a = 1) && (.b = 2)) || (.c = 3)) && true
            { (.a = 1 || .b =) && .c = 3 }     # ((.a = 1) || true) && (.c = 3)
            { (.a = 1 || .b = 2                # (.a = 1) || (.b = 2)
            { .a = 1 && (.b = 2                # (.a = 1) && (.b = 2)
            { .a = (1 + 2) && .b = 3 }         # (.a = (1 + 2)) && (.b = 3)
            { && .a = 1 }                      # true && (.a = 1)
            {}                                 # true
            {                                  # true
            resource.x                         # true
            { .a = 1 } | { .b = }              # true
            """)
    void keepsWhatIsComplete(String text, String kept) {
        assertThat(Printer.print(LenientParser.condition(text, _ -> true))).isEqualTo(kept);
    }

    @Test
    void leavesOutWhatIsNotValid() {
        assertThat(Printer.print(LenientParser.condition(
                        "{ .a = 1 && .b = 2 }", expr -> !Printer.print(expr).contains("b"))))
                .isEqualTo("(.a = 1) && true");
    }
}
