package dev.spanflame.ingester.receive;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.UnknownFieldSet;
import dev.spanflame.model.Tenant;
import dev.spanflame.proto.edge.Caller;
import dev.spanflame.proto.edge.Headers;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// What agents are told, and who is told nothing.
class AgentControlTest {
    private static String told(String text, String tenant, String agent) {
        Headers headers = new Headers().add("User-Agent", agent);
        Caller caller = new Caller(List.of(new Tenant(tenant)), headers, () -> false);
        UnknownFieldSet answer = new AgentControl(text).answer(caller);
        return answer.asMap().isEmpty()
                ? ""
                : answer.getField(4040).getLengthDelimitedList().getFirst().toStringUtf8();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "interval=20ms                  | a | interval=20ms",
                "a:wall=20ms;interval=20ms      | a | wall=20ms",
                "a:wall=20ms;interval=20ms      | b | interval=20ms",
                "a : wall=20ms,live=true ; b:alloc=off | b | alloc=off",
                "a:wall=20ms                    | b | ''",
            })
    void each_tenant_has_its_own_or_that_of_all_others(String text, String tenant, String expected) {
        assertThat(told(text, tenant, "spanflame-agent")).isEqualTo(expected);
    }

    @Test
    void senders_that_are_no_agents_of_ours_get_an_empty_answer() {
        assertThat(told("interval=20ms", "a", "pyroscope-java")).isEmpty();
        assertThat(told("", "a", "spanflame-agent")).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"interval", "a:", "a:interval=1ms;", "interval=\r\nX: y", ";"})
    void what_agents_could_not_read_is_no_setting(String text) {
        assertThat(AgentControl.isValid(text)).isFalse();
    }
}
