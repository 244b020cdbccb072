package dev.spanflame.ingester.relabel;

import static org.assertj.core.api.Assertions.assertThat;

import dev.spanflame.ingester.relabel.RelabelRules.RuleSet;
import dev.spanflame.model.Labels;
import dev.spanflame.model.Tenant;
import dev.spanflame.model.profile.ProfileBatch;
import dev.spanflame.model.profile.ProfileLimits;
import dev.spanflame.model.profile.SampleTable.SampleColumn;
import dev.spanflame.proto.google.v1.Function;
import dev.spanflame.proto.google.v1.Label;
import dev.spanflame.proto.google.v1.Line;
import dev.spanflame.proto.google.v1.Location;
import dev.spanflame.proto.google.v1.Profile;
import dev.spanflame.proto.google.v1.Sample;
import dev.spanflame.proto.google.v1.ValueType;
import dev.spanflame.proto.inflate.InflateBudget;
import dev.spanflame.proto.inflate.InflateLimits;
import dev.spanflame.proto.push.v1.PushRequest;
import dev.spanflame.proto.push.v1.RawProfileSeries;
import dev.spanflame.proto.push.v1.RawSample;
import dev.spanflame.proto.pyroscope.ProfileRequest;
import dev.spanflame.proto.pyroscope.Upload;
import dev.spanflame.proto.pyroscope.UploadDecoder;
import dev.spanflame.proto.types.v1.LabelPair;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/// Rules applied to uploads as they are decoded.
class RelabelRulesTest {
    private static final Tenant TENANT = Tenant.ANONYMOUS;

    private static RelabelRule rule(RelabelAction action, String source, String regex, String target, String with) {
        return new RelabelRule(new RelabelRule.Spec(action, List.of(source), ";", regex, 0, target, with));
    }

    private static RelabelRules series(RelabelRule... rules) {
        return new RelabelRules(new RuleSet(List.of(rules), List.of()), Map.of());
    }

    /// Two sample types, and a sample for each value of the label `pool`: worth 1, 2, ...
    private static Upload upload(String... pools) {
        Profile.Builder profile = Profile.newBuilder()
                .addAllStringTable(Arrays.asList("", "alloc_space", "bytes", "inuse_space", "main", "pool"))
                .addSampleType(ValueType.newBuilder().setType(1).setUnit(2))
                .addSampleType(ValueType.newBuilder().setType(3).setUnit(2))
                .setTimeNanos(1_700_000_000_000_000_000L)
                .addFunction(Function.newBuilder().setId(1).setName(4))
                .addLocation(
                        Location.newBuilder().setId(1).addLine(Line.newBuilder().setFunctionId(1)));
        for (int i = 0; i < pools.length; i++) {
            Sample.Builder sample =
                    Sample.newBuilder().addLocationId(1).addValue(i + 1).addValue(i + 1);
            if (!pools[i].isEmpty()) {
                profile.addStringTable(pools[i]);
                sample.addLabel(Label.newBuilder().setKey(5).setStr(profile.getStringTableCount() - 1));
            }
            profile.addSample(sample);
        }
        byte[] push = PushRequest.newBuilder()
                .addSeries(RawProfileSeries.newBuilder()
                        .addLabels(LabelPair.newBuilder().setName("__name__").setValue("memory"))
                        .addLabels(
                                LabelPair.newBuilder().setName("service_name").setValue("shop"))
                        .addSamples(RawSample.newBuilder()
                                .setRawProfile(profile.build().toByteString())))
                .build()
                .toByteArray();
        return new UploadDecoder(ProfileLimits.DEFAULT)
                .decode(
                        new ProfileRequest.Push(push),
                        1,
                        InflateBudget.alone(InflateLimits.ofBytes(1 << 20), push.length));
    }

    private static Upload apply(RelabelRules rules, Upload upload) {
        return rules.apply(TENANT, upload, ProfileLimits.DEFAULT);
    }

    /// Labels of all series that have a value, as they would be stored.
    private static List<Labels> stored(ProfileBatch batch) {
        List<Labels> all = new ArrayList<>();
        for (int set = 0; set < batch.labelSets().size(); set++) {
            for (int row = 0; row < batch.samples().size(); row++) {
                int of = batch.samples().rows().getInt(SampleColumn.LABEL_SET, row);
                if (of == set && batch.samples().value(row, 0) > 0) {
                    Map<String, String> labels = batch.labelSets().get(set).asMap();
                    labels.putAll(batch.labels().asMap());
                    all.add(Labels.of(labels));
                }
            }
        }
        return all;
    }

    @Test
    void labels_of_profile_and_samples_are_changed_together() {
        RelabelRules rules = series(
                rule(RelabelAction.REPLACE, "pool", "(.+)", "service_name", "shop-$1"),
                rule(RelabelAction.LABELDROP, "", "pool", "", ""));

        ProfileBatch batch = apply(rules, upload("a", "b", "")).batches().getFirst();

        assertThat(stored(batch))
                .containsExactlyInAnyOrder(
                        Labels.of("__name__", "memory", "service_name", "shop-a"),
                        Labels.of("__name__", "memory", "service_name", "shop-b"),
                        Labels.of("__name__", "memory", "service_name", "shop"));
    }

    @Test
    void dropped_series_leave_the_others_as_they_are() {
        ProfileBatch batch = apply(series(rule(RelabelAction.DROP, "pool", "a", "", "")), upload("a", "b"))
                .batches()
                .getFirst();

        assertThat(stored(batch)).containsExactly(Labels.of("__name__", "memory", "pool", "b", "service_name", "shop"));
    }

    @Test
    void a_profile_of_which_nothing_is_left_is_no_error() {
        Upload left = apply(series(rule(RelabelAction.DROP, "service_name", "shop", "", "")), upload("a"));

        assertThat(left.parts()).isEmpty();
        assertThat(left.error()).isEmpty();
    }

    @Test
    void sample_types_are_dropped_by_their_name_and_unit() {
        RelabelRules rules = new RelabelRules(
                new RuleSet(
                        List.of(),
                        List.of(new RelabelRule(new RelabelRule.Spec(
                                RelabelAction.DROP,
                                List.of("__type__", "__unit__", "service_name"),
                                ";",
                                "alloc_.*;bytes;shop",
                                0,
                                "",
                                "")))),
                Map.of());

        Upload left = apply(rules, upload("a"));
        ProfileBatch batch = left.batches().getFirst();

        assertThat(batch.isRefused(0)).isTrue();
        assertThat(batch.isRefused(1)).isFalse();
        assertThat(left.error()).isEmpty();
    }

    @Test
    void labels_that_break_a_rule_afterwards_are_refused() {
        String longer = "x".repeat(3_000);
        Upload left = apply(series(rule(RelabelAction.REPLACE, "pool", ".*", "big", longer)), upload("a"));

        assertThat(left.parts()).isEmpty();
        assertThat(left.refused()).extracting(Upload.Refused::reason).containsExactly("label_value_too_long");
        assertThat(left.refusedProfiles().get(0)).isTrue();
    }

    @Test
    void a_tenant_has_its_own_rules_instead_of_the_common_ones() {
        RuleSet own = new RuleSet(List.of(rule(RelabelAction.REPLACE, "pool", ".*", "of", "own")), List.of());
        RuleSet common = new RuleSet(List.of(rule(RelabelAction.REPLACE, "pool", ".*", "of", "all")), List.of());
        RelabelRules rules = new RelabelRules(common, Map.of(TENANT.id(), own));

        assertThat(apply(rules, upload("a")).batches().getFirst().labels().value("of"))
                .isEqualTo("own");
        assertThat(rules.apply(new Tenant("other"), upload("a"), ProfileLimits.DEFAULT)
                        .batches()
                        .getFirst()
                        .labels()
                        .value("of"))
                .isEqualTo("all");
    }
}
