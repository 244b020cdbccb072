package dev.spanflame.block.profile.rule;

import dev.spanflame.proto.settings.v1.RecordingRuleStore;
import dev.spanflame.proto.settings.v1.StacktraceFilter;
import dev.spanflame.proto.settings.v1.StacktraceFilterFunctionName;

/// Rules about CPU time.
public final class TestRules {
    /// A selector of CPU time.
    public static final String CPU = "{__profile_type__=\"process_cpu:cpu:nanoseconds:cpu:nanoseconds\"}";

    private TestRules() {}

    /// The rule `id`, whose metric is `profiles_recorded_<metric>`.
    public static RecordingRuleStore.Builder cpu(String id, String metric) {
        return RecordingRuleStore.newBuilder()
                .setId(id)
                .setMetricName("profiles_recorded_" + metric)
                .addMatchers(CPU);
    }

    /// Stacks with a function alone.
    static StacktraceFilter function(String name) {
        return StacktraceFilter.newBuilder()
                .setFunctionName(StacktraceFilterFunctionName.newBuilder().setFunctionName(name))
                .build();
    }
}
