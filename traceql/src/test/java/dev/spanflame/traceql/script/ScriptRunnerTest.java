package dev.spanflame.traceql.script;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.spanflame.traceql.memory.MemorySpanSource;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class ScriptRunnerTest {
    private static final ScriptTarget MEMORY = ScriptTarget.of(MemorySpanSource::of);
    private static final List<String> SPANS = List.of(
            "trace 0ab",
            "  A front \"GET /\" server +0ms 100ms unset id=a1 span.retry=1",
            "    B db \"call\" client +5ms 80ms error id=b1 span.retry=2");

    @ParameterizedTest
    @CsvSource(delimiter = '#', textBlock = """
            query {}                        # spans A B                        # spans A
            query { name = "call" }         # set B                            # set A
            query {} | count() > 1          # set A B : count() = 2            # set A B : count() = 3
            query { name = "x" }            # none                             # spans A
            query {}                        # matched 2                        # matched 1
            query {}                        # traces ab                        # traces ac
            query {}                        # root ab "front" "GET /"          # root ab none
            query {}                        # stats ab db=1/1 front=1/0        # stats ab db=1/0 front=1/0
            query { span.retry = 2 }        # shown B : retry = 2              # shown B : retry = 1
            query { 1 = "a" }               # error same type                  # error other words
            query { 1 = "a" }               # error same type                  # spans A
            query {}                        # spans A B                        # error same type
            query {}                        # spans A B                        # none
            values span.retry               # are 1 2                          # are 1
            values span.retry               # are 1 2                          # none
            tags                            # names span retry                 # names span other
            series {} | sum_over_time(span.retry) # line {__name__="sum_over_time"} 3 # line {__name__="sum_over_time"} 2
            series {} | sum_over_time(span.x) # none                           # line {__name__="sum_over_time"} 0
            series { 1 = "a" } | rate()     # error same type                  # none
            """)
    void tellsARightAnswerFromAWrongOne(String question, String right, String wrong) {
        List<String> completed = new ArrayList<>(List.of(right));
        if (question.equals("tags")) {
            completed.add("names resource service.name");
        }
        assertThatCode(() -> run(question, completed)).doesNotThrowAnyException();
        assertThatThrownBy(() -> run(question, List.of(wrong)))
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("test.tql:");
    }

    @ParameterizedTest
    @CsvSource({"query {}", "values name", "tags", "series {} | rate()"})
    void refusesACaseThatExpectsNothing(String question) {
        assertThatThrownBy(() -> run(question, List.of())).hasMessageContaining("nothing is expected");
    }

    private static void run(String question, List<String> expectations) {
        List<String> lines = new ArrayList<>(SPANS);
        lines.add(question);
        lines.addAll(expectations);
        ScriptRunner.run(Script.parse("test.tql", lines, name -> List.of(name)), MEMORY);
    }
}
