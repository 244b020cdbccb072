package dev.spanflame.traceql.syntax;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.spanflame.model.BackendException;
import dev.spanflame.model.ErrorKind;
import dev.spanflame.traceql.TraceQl;
import dev.spanflame.traceql.syntax.tree.AttributeName;
import dev.spanflame.traceql.syntax.tree.AttributeScope;
import dev.spanflame.traceql.syntax.tree.FieldExpr;
import dev.spanflame.traceql.syntax.tree.Intrinsic;
import dev.spanflame.traceql.syntax.tree.Literal;
import dev.spanflame.traceql.syntax.tree.Position;
import dev.spanflame.traceql.syntax.tree.Query;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

final class ParserTest {
    @ParameterizedTest
    @CsvSource(delimiter = '#', textBlock = """
            { .a == 1 }            # 1  # 7
            { .a = 1               # 1  # 9
            { .a = "x              # 1  # 8
            { .é🙂b = }             # 1  # 10
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

    static Stream<Arguments> strings() {
        return Stream.of(
                Arguments.of("\"a\\tb\"", "a\tb"),
                Arguments.of("\"\\x41\\u0042\\103\"", "ABC"),
                Arguments.of("\"\\xc3\\xa9\"", "é"),
                Arguments.of("\"\\U0001F642\"", "🙂"),
                Arguments.of("`raw \\n`", "raw \\n"),
                Arguments.of("`two\r\nlines`", "two\nlines"),
                Arguments.of("\"quote \\\" back \\\\\"", "quote \" back \\"),
                Arguments.of("\"\"", ""));
    }

    @ParameterizedTest
    @MethodSource("strings")
    void readsStrings(String text, String value) {
        assertThat(Parser.condition(text)).isEqualTo(new FieldExpr.Constant(new Literal.Text(value), Position.START));
        assertThat(Parser.condition(StringLexer.print(value))).isEqualTo(Parser.condition(text));
    }
}
