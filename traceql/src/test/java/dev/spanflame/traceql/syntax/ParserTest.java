package dev.spanflame.traceql.syntax;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.spanflame.model.BackendException;
import dev.spanflame.model.ErrorKind;
import dev.spanflame.traceql.TraceQl;
import dev.spanflame.traceql.syntax.tree.AttributeName;
import dev.spanflame.traceql.syntax.tree.AttributeScope;
import dev.spanflame.traceql.syntax.tree.Intrinsic;
import dev.spanflame.traceql.syntax.tree.Literal;
import dev.spanflame.traceql.syntax.tree.Query;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

final class ParserTest {
    @ParameterizedTest
    @CsvSource(delimiter = '#', textBlock = """
            { .a == 1 }            # 1  # 7
            { .a = 1               # 1  # 9
            { .a = "x              # 1  # 8
            { .é🙂b = }             # 1  # 11
            { 1 = name }           # 1  # 5
            """)
    void errorsTellLineAndColumnInCharacters(String text, int line, int column) {
        assertThatThrownBy(() -> TraceQl.compile(Parser.query(text)))
                .isInstanceOfSatisfying(
                        BackendException.class, e -> assertThat(e.kind()).isEqualTo(ErrorKind.BAD_REQUEST))
                .hasMessageContaining("line " + line + ", col " + column);
    }

    @Test
    void errorsCountLines() {
        assertThatThrownBy(() -> Parser.query("{ .a = 1 }\n// comment\n| {\n  span. }"))
                .hasMessageContaining("line 4, col 3");
    }

    @Test
    void treesAreEqualWhereverTheyStand() {
        assertThat(Parser.query("  { .a   =\n1 }")).isEqualTo(Parser.query("{.a=1}"));
        assertThat(Parser.query("{.a=1}")).isNotEqualTo(Parser.query("{.a=1.0}"));
    }

    @ParameterizedTest
    @EnumSource(Intrinsic.class)
    void everyIntrinsicReadsAsItPrints(Intrinsic intrinsic) {
        assertThat(Parser.field(intrinsic.text())).isEqualTo(intrinsic);
        if (!intrinsic.scoped().isEmpty()) {
            assertThat(Parser.field(intrinsic.scoped())).isEqualTo(intrinsic);
        }
    }

    @ParameterizedTest
    @EnumSource(AttributeScope.class)
    void keysOfAnyCharactersReadAsTheyPrint(AttributeScope scope) {
        for (String key :
                new String[] {"a", "a.b-c/d", "foo bar", "a\"b\\c", "3x", "{", "a+1", "é🙂", "span.x", "\t"}) {
            AttributeName name = AttributeName.of(scope, key);
            assertThat(Parser.field(Printer.print(name))).isEqualTo(name);
            AttributeName parent = new AttributeName(scope, true, key);
            if (scope == AttributeScope.ANY || scope == AttributeScope.SPAN || scope == AttributeScope.RESOURCE) {
                assertThat(Parser.field(Printer.print(parent))).isEqualTo(parent);
            }
        }
    }

    @Test
    void theLastListOfHintsHolds() {
        Query query = Parser.query("{} with(most_recent=true, a=5) with (b=\"x\", most_recent=false)");
        assertThat(query.hints()).hasSize(2);
        assertThat(query.flag("most_recent")).contains(false);
        assertThat(query.flag("b")).isEmpty();
        assertThat(query.hints().getFirst().value()).isEqualTo(new Literal.Text("x"));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '#', textBlock = """
            "a\\tb"                # a\tb
            "\\x41\\u0042\\103"      # ABC
            "\\xc3\\xa9"            # é
            "\\U0001F642"          # 🙂
            `raw \\n`              # raw \\n
            "quote \\" back \\\\"    # quote " back \\
            """)
    void readsStrings(String text, String value) {
        String unescaped = value.strip().translateEscapes();
        assertThat(Parser.condition(text.strip()))
                .hasToString(Parser.condition(StringLexer.print(unescaped)).toString());
    }
}
