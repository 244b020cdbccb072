package dev.spanflame.generator.span;

import static dev.spanflame.generator.TestSpans.attribute;
import static dev.spanflame.generator.TestSpans.failed;
import static dev.spanflame.generator.TestSpans.of;
import static dev.spanflame.generator.TestSpans.resource;
import static dev.spanflame.generator.TestSpans.row;
import static dev.spanflame.generator.TestSpans.span;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.spanflame.generator.series.Bounds;
import dev.spanflame.generator.span.Policies.Wanted;
import io.opentelemetry.proto.trace.v1.Span.SpanKind;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Filter policies, mappings of dimensions and `tracestate`.
class SmallLanguagesTest {
    private final SpanRow row = row(of(
            resource(attribute("service.name", "shop"), attribute("cpus", 4L)),
            failed(span("GET /a", SpanKind.SPAN_KIND_SERVER, 1, 0, 5))
                    .addAttributes(attribute("ratio", 0.5))
                    .addAttributes(attribute("hot", true))
                    .addAttributes(attribute("code", "200"))));

    @ParameterizedTest
    @ValueSource(
            strings = {
                "resource.service.name = \"shop\"",
                "resource.cpus = 4",
                "span.ratio=0.5",
                "span.hot = true",
                "span.code =~ \"2..\"",
                "name =~ \"/a\"",
                "name = \"GET /a\"",
                "kind = SPAN_KIND_SERVER",
                "kind =~ \"SERVER|CLIENT\"",
                "status = STATUS_CODE_ERROR && kind = \"SPAN_KIND_SERVER\"",
                "name = \"x\" || span.hot = true"
            })
    void a_policy_holds(String text) {
        assertThat(Policies.parse(text).matches(row)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "resource.hot = true",
                "span.service.name = \"shop\"",
                "resource.cpus = \"4\"",
                "span.code = 200",
                "span.hot = false",
                "status = STATUS_CODE_OK",
                "name = \"GET\"",
                "span.hot = true && span.ratio = 1"
            })
    void a_policy_does_not_hold(String text) {
        assertThat(Policies.parse(text).matches(row)).isFalse();
    }

    @Test
    void conditions_in_parts_hold_as_written_ones_do() {
        Wanted hot = new Wanted("span.hot", true, false);

        assertThat(Policies.of(List.of(List.of(hot, new Wanted("resource.cpus", 4, false))))
                        .matches(row))
                .isTrue();
        assertThat(Policies.of(List.of(List.of(hot, new Wanted("resource.service.name", "^sh", true))))
                        .matches(row))
                .isTrue();
        assertThat(Policies.of(List.of(List.of(hot, new Wanted("resource.service.name", "sh", false))))
                        .matches(row))
                .isFalse();
        assertThatThrownBy(() -> Policies.of(List.of(List.of(new Wanted("foo", "x", false)))))
                .hasMessage("has 'foo'; expected resource.KEY, span.KEY, name, kind or status");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '#',
            value = {
                "foo = 1 # has '= 1' at position 4; expected resource.KEY, span.KEY, name, kind or status before this",
                "span.a 1 # has '1' at position 7; expected '=' or '=~'",
                "span.a = # has the end at position 8; expected a quoted text, a number, true, false, or a name",
                "kind = SERVER # has the end at position 13; expected a kind such as SPAN_KIND_SERVER before this",
                "name = x # has the end at position 8; expected a name in double quotes before this",
                "span.a = NaN # has the end at position 12; expected a quoted text, a number, true or false before this",
                "span.a = 1d # has the end at position 11; expected a quoted text, a number, true or false before this",
                "span.a = \"x # has '\"x' at position 9; expected a text whose closing quote is there",
                "span.a = 1 span.b = 2 # has 'span.b = 2' at position 11; expected '&&', '||' or the end",
                "span.a =~ \"(((a{1000}){1000}){1000})\" # has a regular expression that is too large: more than 5000 steps",
                "span.a =~ \"(\" # has a regular expression that is none: error parsing regexp: missing closing ): `(`"
            })
    void what_is_no_policy_is_refused_with_the_place(String text, String message) {
        assertThatThrownBy(() -> Policies.parse(text))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(message);
    }

    @Test
    void bounds_of_buckets_ascend() {
        assertThat(Bounds.parse(List.of("0.1", "2", "1e1"))).containsExactly(0.1, 2.0, 10.0);
        assertThatThrownBy(() -> Bounds.parse(List.of("3", "2"))).hasMessage("has '2' behind '3'; bounds ascend");
        assertThatThrownBy(() -> Bounds.parse(List.of("1", "1"))).hasMessage("has '1' behind '1'; bounds ascend");
        assertThatThrownBy(() -> Bounds.parse(List.of("NaN"))).hasMessageContaining("above 0 and finite");
    }

    @ParameterizedTest
    @CsvSource({
        "ot=th:0, 1",
        "ot=th:8, 2",
        "ot=th:c, 4",
        "ot=th:ff8, 512",
        "'vendor=1,ot=p:8;th:8;rv:00000000000000', 2",
        "ot=th:zz, 0",
        "ot=th:, 0",
        "ot=rv:00000000000000, 0",
        "'', 0",
        "pot=th:8, 0"
    })
    void a_trace_state_says_how_many_spans_one_stands_for(String traceState, double weight) {
        assertThat(SpanWeight.ofTraceState(traceState)).isEqualTo(weight);
    }

    @Test
    void a_fraction_is_rounded_by_the_random_value_if_there_is_one() {
        // th:4 keeps three of four: a weight of 4/3
        assertThat(SpanWeight.ofTraceState("ot=th:4")).isCloseTo(4 / 3.0, within(1e-12));
        assertThat(SpanWeight.ofTraceState("ot=th:4;rv:40000000000000")).isEqualTo(2);
        assertThat(SpanWeight.ofTraceState("ot=th:4;rv:60000000000000")).isEqualTo(1);
    }

    @Test
    void a_mapping_is_a_label_and_keys_with_what_joins_them() {
        assertThat(DimensionMapping.parse(List.of("a=x", "b=x/y", "c=x+y", "d=x:y:z")))
                .containsExactly(
                        new DimensionMapping("a", List.of("x"), ""),
                        new DimensionMapping("b", List.of("x", "y"), "/"),
                        new DimensionMapping("c", List.of("x", "y"), ""),
                        new DimensionMapping("d", List.of("x", "y", "z"), ":"));
        assertThatThrownBy(() -> DimensionMapping.parse(List.of("a"))).hasMessage("has 'a'; expected label=key/key");
    }

    @Test
    void an_intrinsic_dimension_is_one_of_five() {
        assertThat(Intrinsic.parse(List.of("service", "status_message")))
                .containsExactly(Intrinsic.SERVICE, Intrinsic.STATUS_MESSAGE);
        assertThatThrownBy(() -> Intrinsic.parse(List.of("name")))
                .hasMessage("has 'name', which is not one of service, span_name, span_kind, status_code, "
                        + "status_message");
    }
}
