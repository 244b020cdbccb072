package dev.spanflame.ingester.relabel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Each action of Prometheus' `relabel_config`, by its documentation.
class RelabelRuleTest {
    private static RelabelRule rule(RelabelAction action, String sources, String regex, String target, String with) {
        List<String> names = sources.isEmpty() ? List.of() : Arrays.asList(sources.split(","));
        return new RelabelRule(new RelabelRule.Spec(action, names, ";", regex, 10, target, with));
    }

    private static Map<String, String> labels(String... pairs) {
        Map<String, String> labels = new TreeMap<>();
        for (int i = 0; i < pairs.length; i += 2) {
            labels.put(pairs[i], pairs[i + 1]);
        }
        return labels;
    }

    /// `a` is `foo`, `b` is `bar`; what `target` is after the rule.
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "a     | f(.*)        | d | ch${1}-$1   | choo-oo",
                "a,b   | (.*);(.*)    | d | $2-$1       | bar-foo",
                "a     | o            | d | whole       | ''",
                "a     | (?P<x>fo)o   | d | $x          | fo",
                "a     | (?P<x>fo)o   | d | ${x}y       | foy",
                "a     | (f)(o*)      | d | $1x         | ''",
                "a     | .*           | d | cost: $$1   | cost: $1",
                "a     | .*           | d | a$          | a$",
                "a     | .*           | d | a${         | a${",
                "a     | (.*)         | d | $7          | ''",
                "none  | ^$           | d | empty       | empty",
                "a,b   | foo;b(a)r    | d$1 | x         | ''",
            })
    void replace_sets_the_target(String sources, String regex, String target, String with, String expected) {
        Map<String, String> labels = labels("a", "foo", "b", "bar");

        assertThat(rule(RelabelAction.REPLACE, sources, regex, target, with).apply(labels))
                .isTrue();
        assertThat(labels.getOrDefault("d", "")).isEqualTo(expected);
    }

    @Test
    void a_target_can_be_made_of_what_matched() {
        Map<String, String> labels = labels("a", "foo", "b", "bar");
        rule(RelabelAction.REPLACE, "a,b", "foo;b(a)r", "d_${1}", "x").apply(labels);

        assertThat(labels).containsEntry("d_a", "x").hasSize(3);
    }

    @Test
    void an_empty_replacement_removes_the_target() {
        Map<String, String> labels = labels("a", "foo", "b", "bar");
        rule(RelabelAction.REPLACE, "a", "f.*", "b", "").apply(labels);

        assertThat(labels).containsOnlyKeys("a");
    }

    @Test
    void keep_and_drop_match_the_whole_text() {
        assertThat(rule(RelabelAction.KEEP, "a", "fo", "", "").apply(labels("a", "foo")))
                .isFalse();
        assertThat(rule(RelabelAction.KEEP, "a", "fo+", "", "").apply(labels("a", "foo")))
                .isTrue();
        assertThat(rule(RelabelAction.DROP, "a", "fo", "", "").apply(labels("a", "foo")))
                .isTrue();
        assertThat(rule(RelabelAction.DROP, "a", "fo+", "", "").apply(labels("a", "foo")))
                .isFalse();
        assertThat(rule(RelabelAction.DROP, "a", "f.o", "", "").apply(labels("a", "f\no")))
                .isFalse();
    }

    @Test
    void keepequal_and_dropequal_compare_with_the_target() {
        RelabelRule keep = rule(RelabelAction.KEEPEQUAL, "a", "(.*)", "b", "$1");
        RelabelRule drop = rule(RelabelAction.DROPEQUAL, "a", "(.*)", "b", "$1");

        assertThat(keep.apply(labels("a", "x", "b", "x"))).isTrue();
        assertThat(keep.apply(labels("a", "x", "b", "y"))).isFalse();
        assertThat(drop.apply(labels("a", "x", "b", "x"))).isFalse();
        assertThat(drop.apply(labels("a", "x", "b", "y"))).isTrue();
    }

    /// The values are `printf %s TEXT | md5sum`, its last 16 digits modulo 10.
    @ParameterizedTest
    @CsvSource({"foo, 6", "bar, 2", "'', 8"})
    void hashmod_is_that_of_prometheus(String text, String expected) {
        Map<String, String> labels = labels("a", text);
        rule(RelabelAction.HASHMOD, "a", "(.*)", "h", "$1").apply(labels);

        assertThat(labels).containsEntry("h", expected);
    }

    @Test
    void labelmap_copies_labels_to_new_names() {
        Map<String, String> labels = labels("k8s_pod", "p", "k8s_node", "n", "other", "o");
        rule(RelabelAction.LABELMAP, "", "k8s_(.*)", "", "$1").apply(labels);

        assertThat(labels).containsEntry("pod", "p").containsEntry("node", "n").hasSize(5);
    }

    @Test
    void labeldrop_and_labelkeep_look_at_names() {
        Map<String, String> dropped = labels("tmp_a", "1", "tmp_b", "2", "c", "3");
        rule(RelabelAction.LABELDROP, "", "tmp_.*", "", "").apply(dropped);
        Map<String, String> kept = labels("tmp_a", "1", "tmp_b", "2", "c", "3");
        rule(RelabelAction.LABELKEEP, "", "tmp_.*", "", "").apply(kept);

        assertThat(dropped).containsOnlyKeys("c");
        assertThat(kept).containsOnlyKeys("tmp_a", "tmp_b");
    }

    @Test
    void lowercase_and_uppercase_write_the_target() {
        Map<String, String> labels = labels("a", "FoO");
        rule(RelabelAction.LOWERCASE, "a", "(.*)", "low", "$1").apply(labels);
        rule(RelabelAction.UPPERCASE, "a", "(.*)", "up", "$1").apply(labels);

        assertThat(labels).containsEntry("low", "foo").containsEntry("up", "FOO");
    }

    @Test
    void what_is_missing_is_said() {
        List<RelabelRule.Spec> bad = new ArrayList<>();
        bad.add(new RelabelRule.Spec(RelabelAction.REPLACE, List.of("a"), ";", ".*", 0, "", "x"));
        bad.add(new RelabelRule.Spec(RelabelAction.HASHMOD, List.of("a"), ";", ".*", 0, "t", "x"));
        bad.add(new RelabelRule.Spec(RelabelAction.LABELMAP, List.of(), ";", ".*", 0, "", ""));
        bad.add(new RelabelRule.Spec(RelabelAction.KEEP, List.of("a"), ";", "(", 0, "", ""));
        bad.add(new RelabelRule.Spec(RelabelAction.KEEP, List.of("a"), ";", "(a{900}){900}", 0, "", ""));

        for (RelabelRule.Spec spec : bad) {
            assertThatIllegalArgumentException().as(spec.toString()).isThrownBy(() -> new RelabelRule(spec));
        }
    }
}
