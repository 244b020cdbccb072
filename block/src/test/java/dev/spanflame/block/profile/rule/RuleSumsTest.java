package dev.spanflame.block.profile.rule;

import static org.assertj.core.api.Assertions.assertThat;

import dev.spanflame.block.profile.Collapsed;
import dev.spanflame.block.profile.rule.RuleSums.Recorded;
import dev.spanflame.model.Labels;
import dev.spanflame.model.profile.ProfileBatch;
import dev.spanflame.proto.settings.v1.RecordingRuleStore;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

final class RuleSumsTest {
    private final RuleSums sums = new RuleSums();

    private static ProfileBatch profile(String service, long value) {
        return Collapsed.of(service, 1_000)
                .add("main;run;parse", value)
                .add("main;run", 1, 0, Labels.of("region", "eu"))
                .add("main;idle", 100, 0, Labels.of("region", "us"))
                .batch();
    }

    private void rules(RecordingRuleStore.Builder... rules) {
        List<RecordingRule> compiled = new ArrayList<>();
        for (RecordingRuleStore.Builder rule : rules) {
            compiled.add(RecordingRule.of(rule.build()));
        }
        sums.setRules(compiled);
    }

    private static Recorded recorded(double value, String... labels) {
        return new Recorded(Labels.of(labels), value);
    }

    @Test
    void totalsAreAddedUpByTheLabelsOfTheRule() {
        rules(
                TestRules.cpu("all", "all"),
                TestRules.cpu("regions", "regions").addGroupBy("region").addGroupBy("none"));
        sums.add(profile("shop", 10));
        sums.add(profile("cart", 20));
        String[] all = {"__name__", "profiles_recorded_all", "profiles_rule_id", "all"};
        List<Recorded> expected = List.of(
                recorded(232, all),
                recorded(30, "__name__", "profiles_recorded_regions", "profiles_rule_id", "regions"),
                recorded(2, "__name__", "profiles_recorded_regions", "profiles_rule_id", "regions", "region", "eu"),
                recorded(200, "__name__", "profiles_recorded_regions", "profiles_rule_id", "regions", "region", "us"));
        assertThat(sums.drain()).containsExactlyInAnyOrderElementsOf(expected);
        assertThat(sums.drain()).isEmpty();
        sums.add(profile("shop", 1));
        assertThat(sums.drain()).contains(recorded(102, all));
        assertThat(sums.totals()).contains(recorded(334, all));
    }

    @Test
    void matchersChooseProfilesAndSamples() {
        rules(
                TestRules.cpu("shop", "shop").addMatchers("{service_name=\"shop\"}"),
                TestRules.cpu("eu", "eu").addMatchers("{region=\"eu\", service_name=~\"s.*\"}"),
                TestRules.cpu("mem", "mem").clearMatchers().addMatchers("{__profile_type__=\"memory:x:y:z:w\"}"));
        sums.add(profile("shop", 10));
        sums.add(profile("cart", 20));
        assertThat(sums.drain()).hasSize(2);
        assertThat(sums.totals()).extracting(Recorded::value).containsExactlyInAnyOrder(111.0, 1.0);
    }

    @Test
    void aFunctionCountsTheStacksItIsIn() {
        rules(
                TestRules.cpu("parse", "parse").setStacktraceFilter(TestRules.function("parse")),
                TestRules.cpu("run", "run").setStacktraceFilter(TestRules.function("run")),
                TestRules.cpu("none", "none").setStacktraceFilter(TestRules.function("pars")));
        sums.add(profile("shop", 10));
        assertThat(sums.drain())
                .containsExactlyInAnyOrder(
                        recorded(10, "__name__", "profiles_recorded_parse", "profiles_rule_id", "parse"),
                        recorded(11, "__name__", "profiles_recorded_run", "profiles_rule_id", "run"));
    }

    @Test
    void seriesAreBounded() {
        rules(TestRules.cpu("each", "each").addGroupBy("service_name"));
        for (int i = 0; i < RuleSums.MAX_SERIES + 5; i++) {
            sums.add(Collapsed.of("s" + i, 1_000).add("main", 1).batch());
        }
        assertThat(sums.drain()).hasSize(RuleSums.MAX_SERIES);
        assertThat(sums.leftOut()).isEqualTo(5);
    }
}
