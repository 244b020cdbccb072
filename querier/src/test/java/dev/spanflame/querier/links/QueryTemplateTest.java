package dev.spanflame.querier.links;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.spanflame.model.trace.Attribute;
import dev.spanflame.model.trace.TraceId;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class QueryTemplateTest {
    private static final String EVIL = "a\"b'c\\d`e\nf.*} | {x=\"";

    private static LinkSubject span(String name) {
        return new LinkSubject(
                new TraceId(0, 0xab), 0xcd, name, 5_000_000, 7_000_000, List.of(Attribute.of("http.route", "/cart")));
    }

    private static Optional<String> fill(LogStore store, String template, String name) {
        return QueryTemplate.parse(template, store).fill(span(name), "tags");
    }

    @Test
    void variablesAreReplaced() {
        String template = "{${__tags}} |= \"${__span.traceId}\" |= \"${__trace.traceId}\" |= \"${__span.spanId}\""
                + " | route=\"${__span.tags[\"http.route\"]}\" | other=\"${__span.tags['http.route']}\""
                + " | ms=\"${__span.duration}\"";
        String id = "000000000000000000000000000000ab";
        assertThat(fill(LogStore.LOKI, template, "GET"))
                .contains("{tags} |= \"" + id + "\" |= \"" + id + "\" |= \"00000000000000cd\" | route=\"/cart\""
                        + " | other=\"/cart\" | ms=\"7\"");
    }

    @Test
    void aValueStaysBetweenItsQuotes() {
        String text = "a\\\"b'c\\\\d`e\\nf.*} | {x=\\\"";
        assertThat(fill(LogStore.LOKI, "{a=\"${__span.name}\"}", EVIL)).contains("{a=\"" + text + "\"}");
        assertThat(fill(LogStore.KIBANA, "a : \"${__span.name}\"", EVIL)).contains("a : \"" + text + '"');
        assertThat(fill(LogStore.VICTORIALOGS, "a:'${__span.name}'", "x'y\\")).contains("a:'x\\'y\\\\'");
        assertThat(fill(LogStore.SEQ, "a = '${__span.name}'", "x'y\\\"")).contains("a = 'x''y\\\"'");
        assertThat(fill(LogStore.SEQ, "\"${__span.name}\"", "x'y\\\"")).contains("\"x'y\\\\\\\"\"");
        assertThat(fill(LogStore.LOKI, "{a=\"\\\"${__span.name}\"}", "x\"")).contains("{a=\"\\\"x\\\"\"}");
    }

    @Test
    void whatCannotStandBetweenBackticksMakesNoLink() {
        assertThat(fill(LogStore.LOKI, "{a=\"b\"} |= `${__span.name}`", "x\"y\\"))
                .contains("{a=\"b\"} |= `x\"y\\`");
        assertThat(fill(LogStore.LOKI, "{a=\"b\"} |= `${__span.name}`", EVIL)).isEmpty();
    }

    @Test
    void aRegularExpressionMatchesTheValueAlone() {
        assertThat(fill(LogStore.LOKI, "{a=~\"${__span.name}\"}", "a.b*\"")).contains("{a=~\"a\\\\.b\\\\*\\\"\"}");
        assertThat(fill(LogStore.LOKI, "{a=\"b\"} |~ `${__span.name}`", "(x")).contains("{a=\"b\"} |~ `\\(x`");
        assertThat(fill(LogStore.LOKI, "{a!~ \"x\", b=\"${__span.name}\"}", "a.b"))
                .contains("{a!~ \"x\", b=\"a.b\"}");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            quoteCharacter = '§',
            value = {"GET; a : GET", "GET /x; a : \"GET /x\"", "x or y; a : \"x or y\"", "a\"b; a : \"a\\\"b\""})
    void outsideOfQuotesAValueIsAWordOrAText(String name, String query) {
        assertThat(fill(LogStore.KIBANA, "a : ${__span.name}", name)).contains(query);
    }

    @Test
    void whereNoTextCanStandThereIsNoLink() {
        assertThat(fill(LogStore.VICTORIALOGS, "prefix-${__span.name}", "GET /x"))
                .isEmpty();
        assertThat(fill(LogStore.VICTORIALOGS, "prefix-${__span.name}", "GET")).contains("prefix-GET");
    }

    @Test
    void withoutAValueThereIsNoLink() {
        assertThat(fill(LogStore.LOKI, "{a=\"${__span.tags[\"none\"]}\"}", "GET"))
                .isEmpty();
        assertThat(fill(LogStore.LOKI, "{a=\"${__span.name}\"}", "")).isEmpty();
        assertThat(QueryTemplate.parse("{${__tags}}", LogStore.LOKI).fill(span("x"), ""))
                .isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"${", "${}", "${name}", "${__span.tags[http.route]}", "${__span.tags[\"\"]}", "\"${__tags}\""})
    void unknownVariablesAreRefused(String template) {
        assertThatThrownBy(() -> QueryTemplate.parse(template, LogStore.LOKI))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("__span.traceId");
    }
}
