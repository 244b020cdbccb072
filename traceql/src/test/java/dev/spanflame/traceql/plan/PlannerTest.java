package dev.spanflame.traceql.plan;

import static org.assertj.core.api.Assertions.assertThat;

import dev.spanflame.traceql.fetch.Field;
import dev.spanflame.traceql.fetch.ScanRequest.Condition;
import dev.spanflame.traceql.syntax.Parser;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class PlannerTest {
    @ParameterizedTest
    @CsvSource(delimiter = '#', textBlock = """
            { 60ms < duration }                                  # DURATION
            { name = "a" && !(status = error) }                  # NAME
            { name = "a" || status = error }                     #
            { !(name = "a") }                                    #
            { .x = 1 }                                           #
            { .x = 1 && span.y }                                 # span.y
            { span.y != nil }                                    # span.y
            { span.y = nil }                                     #
            { span.a + 1 = 2 && kind = server }                  # KIND
            { event.x = 1 && kind = server }                     # KIND
            { resource.service.name = "a" }                      # resource.service.name
            { resource.service.name != "a" }                     #
            { name = "a" } | { status = error }                  # NAME STATUS
            { name = "a" } | by(name) | count() > 1 | { status = error } # NAME STATUS
            { name = "a" } && { status != error }                # NAME
            { status != error } >> { name = "a" && kind = server } # KIND NAME
            { name = "a" } !>> { status != error }               # STATUS
            { name = "a" } || { status = error }                 #
            { status != error } &> { name = "a" }                # NAME
            ({ name = "a" } | count() > 1) > { }                 # NAME
            { name = "a" } | { } >> { kind != server } | { status = error } # NAME
            {} | count() > 1                                     #
            { name = "a" } | rate() by (span.z)                  # NAME
            """)
    void findsWhatEveryMatchingTraceMustHave(String query, String fields) {
        List<Condition> conditions = Planner.search(Parser.query(query)).mandatory();
        List<String> found = conditions.stream()
                .map(condition -> condition.field() instanceof Field.Attribute attribute
                        ? attribute.scope().name().toLowerCase(Locale.ROOT) + "." + attribute.key()
                        : condition.field().toString())
                .sorted()
                .toList();
        assertThat(String.join(" ", found)).isEqualTo(fields == null ? "" : fields);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '#', textBlock = """
            { false }
            { 1 = 2 }
            { .a && 1 > 2 }
            { } && { false }
            { false } !> { false }
            ({ } | { false }) >> { }
            { } | { false } | count() > 1
            """)
    void knowsWhenNothingCanMatch(String query) {
        assertThat(Planner.search(Parser.query(query)).never()).isTrue();
    }

    @Test
    void alternativesOfOneFieldAreAskedAtOnce() {
        QueryPlan plan = Planner.search(Parser.query("{ span:id = \"a\" || span:id = \"0B\" || span:id =~ \"x.*\" }"));
        FilterPlan filter = plan.filters().getFirst();
        assertThat(filter.spanConditions()).hasSize(1);
        assertThat(filter.spanConditions().getFirst()).isInstanceOf(Expr.Test.class);
        assertThat(plan.mandatory()).hasSize(1);
    }

    @Test
    void cheapConditionsComeFirst() {
        QueryPlan plan = Planner.search(
                Parser.query("{ event.x = 1 && span.a + 1 = 2 && name =~ \"a.b\" && span.b = 2 && status = error }"));
        FilterPlan filter = plan.filters().getFirst();
        assertThat(filter.spanConditions().stream().map(Cost::of).toList()).isSorted();
        assertThat(filter.elementConditions()).hasSize(1);
    }

    @Test
    void fieldsOfTheAnswerAloneAreNotReadForAllSpans() {
        QueryPlan plan = Planner.search(Parser.query("{ span.a = 1 } | select(span.b, event.c) | by(span.d)"));
        assertThat(plan.fields().toString()).contains("key=a").contains("key=d").doesNotContain("key=b");
        assertThat(plan.output().stream().map(OutputField::key)).containsExactly("a", "b", "c", "d");
    }
}
