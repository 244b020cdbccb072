package dev.spanflame.block.profile.rule;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.spanflame.model.BackendException;
import dev.spanflame.model.ErrorKind;
import dev.spanflame.proto.settings.v1.RecordingRuleStore;
import dev.spanflame.proto.types.v1.LabelPair;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class RecordingRuleTest {
    private static void assertRefused(RecordingRuleStore.Builder rule, String... texts) {
        assertThatThrownBy(() -> RecordingRule.of(rule.build())).isInstanceOfSatisfying(BackendException.class, e -> {
            assertThat(e.kind()).isEqualTo(ErrorKind.BAD_REQUEST);
            assertThat(e.text()).contains(texts);
        });
    }

    @Test
    void itsLabelsAreItsNameItsIdAndThoseThatWereGiven() {
        RecordingRule rule = RecordingRule.of(TestRules.cpu("abc", "cpu")
                .addExternalLabels(LabelPair.newBuilder().setName("env").setValue("prod"))
                .addExternalLabels(
                        LabelPair.newBuilder().setName("profiles_rule_id").setValue("x"))
                .build());
        assertThat(rule.labels().asMap())
                .isEqualTo(Map.of("__name__", "profiles_recorded_cpu", "profiles_rule_id", "abc", "env", "prod"));
        assertThat(rule.profileType()).isEqualTo("process_cpu:cpu:nanoseconds:cpu:nanoseconds");
    }

    @Test
    void everythingThatIsWrongIsTold() {
        RecordingRuleStore.Builder rule = RecordingRuleStore.newBuilder()
                .setId("a1")
                .setMetricName("cpu")
                .addMatchers("{a=")
                .addGroupBy("k8s.pod")
                .addExternalLabels(LabelPair.newBuilder().setName("9"));
        assertRefused(rule, "id must", "metric_name 'cpu'", "matcher '{a='", "__profile_type__", "'k8s.pod'", "'9'");
    }

    @Test
    void exactlyOneProfileTypeIsNamed() {
        assertRefused(TestRules.cpu("abc", "cpu").clearMatchers(), "exactly one");
        assertRefused(TestRules.cpu("abc", "cpu").addMatchers(TestRules.CPU), "exactly one");
        assertRefused(
                TestRules.cpu("abc", "cpu").clearMatchers().addMatchers("{__profile_type__=~\"process.*\"}"),
                "exactly one");
        assertThat(RecordingRule.of(TestRules.cpu("abc", "cpu")
                                .clearMatchers()
                                .addMatchers("process_cpu:cpu:nanoseconds:cpu:nanoseconds{service_name=\"shop\"}")
                                .build())
                        .matchers())
                .hasSize(2);
    }
}
