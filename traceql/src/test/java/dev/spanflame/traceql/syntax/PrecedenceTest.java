package dev.spanflame.traceql.syntax;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class PrecedenceTest {
    @ParameterizedTest
    @CsvSource(delimiter = '#', textBlock = """
            .a || .b && .c               # (.a || .b) && .c
            .a && .b || .c               # (.a && .b) || .c
            .a || .b || .c               # .a || .b || .c
            .a || (.b || .c)             # .a || (.b || .c)
            !.a = .b                     # (!.a) = .b
            !.a && .b                    # (!.a) && .b
            !.a * .b                     # !(.a * .b)
            !.a + .b                     # (!.a) + .b
            !-.a + .b                    # (!(-.a)) + .b
            -.a * .b                     # -(.a * .b)
            -.a ^ .b                     # -(.a ^ .b)
            -.a + .b                     # (-.a) + .b
            .c - -.a + .b                # (.c - (-.a)) + .b
            .a * -.b * .c                # .a * (-(.b * .c))
            .a = .b + .c                 # .a = (.b + .c)
            .a && .b = nil               # .a && (.b = nil)
            .a + .b = nil                # (.a + .b) = nil
            nil = .a + .b                # (.a + .b) = nil
            nil != .a && .b              # (.a != nil) && .b
            .a ^ .b ^ .c                 # .a ^ (.b ^ .c)
            .a - .b - .c                 # (.a - .b) - .c
            .a / .b * .c                 # (.a / .b) * .c
            .a < .b = .c                 # (.a < .b) = .c
            -1 ^ 2                       # -(1 ^ 2)
            (-1) ^ 2                     # (-1) ^ 2
            - - 1                        # 1
            -1 + 2                       # -1 + 2
            2 * -1                       # 2 * -1
            -5s                          # -5s
            !(-(.a))                     # !(-.a)
            """)
    void groupsFieldExpressions(String text, String grouped) {
        assertThat(Printer.print(Parser.condition(text))).isEqualTo(grouped);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '#', textBlock = """
            {.a} && {.b} >> {.c}                      # { .a } && ({ .b } >> { .c })
            {.a} >> {.b} ~ {.c}                       # ({ .a } >> { .b }) ~ { .c }
            {.a} || {.b} && {.c}                      # ({ .a } || { .b }) && { .c }
            {} | {.a} && {.b} | count() > 1           # { true } | { .a } && { .b } | count() > 1
            ({.a} | {.b}) !> ({.c})                   # ({ .a } | { .b }) !> { .c }
            {} | count() + 1 * 2 > 3 - 1              # { true } | count() + 2 > 2
            {} | (count() + 1) * 2 > 3                # { true } | (count() + 1) * 2 > 3
            {} | 2 * count() ^ count() ^ 3 > -3       # { true } | 2 * (count() ^ (count() ^ 3)) > -3
            5 + ({} | rate()) * 10                    # 5 + (({ true } | rate()) * 10)
            ({} | rate()) - 2 - 1 > 1 / 2             # (({ true } | rate()) - 2) - 1 > 0
            (({} | rate() by(.x) | topk(5)) / ({} | rate())) > 1 # (({ true } | rate() by(.x) | topk(5)) / ({ true } | rate())) > 1
            """)
    void groupsPipelines(String text, String grouped) {
        String printed = Printer.print(Parser.query(text));
        assertThat(Parser.query(printed)).isEqualTo(Parser.query(text));
        assertThat(Parser.query(grouped)).isEqualTo(Parser.query(text));
    }
}
