package dev.spanflame.proto.pprof;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.ByteString;
import dev.spanflame.model.BackendException;
import dev.spanflame.model.Labels;
import dev.spanflame.model.profile.ProfileBatch;
import dev.spanflame.model.profile.ProfileBatch.Oddity;
import dev.spanflame.model.profile.ProfileBatch.Refusal;
import dev.spanflame.model.profile.ProfileLimits;
import dev.spanflame.model.profile.SampleTable.SampleColumn;
import dev.spanflame.proto.google.v1.Function;
import dev.spanflame.proto.google.v1.Label;
import dev.spanflame.proto.google.v1.Line;
import dev.spanflame.proto.google.v1.Location;
import dev.spanflame.proto.google.v1.Profile;
import dev.spanflame.proto.google.v1.Sample;
import dev.spanflame.proto.google.v1.ValueType;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

final class PprofDecoderTest {
    private static final ProfileLimits SMALL = new ProfileLimits(100_000, 3, 2, 4, 10, 2, 30, 1024, 2048);

    @Test
    void writesBackWhatItRead() {
        for (int seed = 0; seed < 500; seed++) {
            Profile profile = RandomProfiles.odd(new Random(seed));
            ProfileBatch batch = decode(profile);
            ProfileBatch again = new PprofDecoder(ProfileLimits.DEFAULT).decode(PprofEncoder.encode(batch));
            assertThat(NaiveProfile.of(again)).isEqualTo(NaiveProfile.of(batch));
        }
    }

    @Test
    void turnsIdsIntoColumnsAndTextsIntoLabelSets() {
        ProfileBatch batch = decode(profile(
                sample(1, 5).addLabel(label("span_id", "00f067aa0ba902b7")).addLabel(label("thread", "main")),
                sample(1, 6).addLabel(label("thread", "main")),
                sample(1, 7).addLabel(label("trace_id", "4BF92F3577B34DA6A3CE929D0E0E4736"))));
        assertThat(batch.labelSets()).containsExactly(Labels.EMPTY, Labels.of("thread", "main"));
        assertThat(batch.samples().rows().get(SampleColumn.SPAN_ID, 0)).isEqualTo(0x00f067aa0ba902b7L);
        assertThat(batch.samples().rows().get(SampleColumn.LABEL_SET, 1)).isEqualTo(1);
        assertThat(batch.samples().rows().get(SampleColumn.TRACE_HIGH, 2)).isEqualTo(0x4bf92f3577b34da6L);
        assertThat(batch.samples().rows().get(SampleColumn.TRACE_LOW, 2)).isEqualTo(0xa3ce929d0e0e4736L);
    }

    @Test
    void ignoresInvalidIdsAndCountsThem() {
        ProfileBatch batch = decode(profile(sample(1, 5)
                .addLabel(label("span_id", "nonsense"))
                .addLabel(label("trace_id", "00f067aa0ba902b7"))
                .addLabel(Label.newBuilder().setKey(text("bytes")).setNum(12))));
        assertThat(batch.samples().rows().get(SampleColumn.SPAN_ID, 0)).isZero();
        assertThat(batch.oddityCount(Oddity.INVALID_SPAN_ID)).isEqualTo(1);
        assertThat(batch.oddityCount(Oddity.INVALID_TRACE_ID)).isEqualTo(1);
        assertThat(batch.oddityCount(Oddity.NUMERIC_LABEL)).isEqualTo(1);
    }

    @Test
    void dropsSamplesThatSayNothingAndKeepsTheirNeighbours() {
        ProfileBatch batch =
                decode(profile(sample(1, -5), sample(1, 0), Sample.newBuilder().addValue(4), sample(1, 7)));
        assertThat(batch.samples().size()).isEqualTo(1);
        assertThat(batch.samples().value(0, 0)).isEqualTo(7);
        assertThat(batch.refusedCount(Refusal.NEGATIVE_VALUE)).isEqualTo(1);
        assertThat(batch.refusedCount(Refusal.ALL_ZERO)).isEqualTo(1);
        assertThat(batch.refusedCount(Refusal.NO_STACK)).isEqualTo(1);
        assertThat(batch.stacks().size()).isEqualTo(1);
    }

    @Test
    void cutsDeepStacksAtTheLeaf() {
        Sample.Builder deep = Sample.newBuilder().addValue(1);
        for (int location : new int[] {3, 2, 2, 2, 2, 1}) {
            deep.addLocationId(location);
        }
        ProfileBatch batch = new PprofDecoder(SMALL).decode(profile(deep).toByteArray());
        assertThat(batch.oddityCount(Oddity.STACK_TOO_DEEP)).isEqualTo(1);
        assertThat(java.util.Arrays.copyOf(
                        batch.stacks().locations(), batch.stacks().to(0)))
                .containsExactly(1, 1, 1, 0);
    }

    @Test
    void boundsTheFramesThatInlinedCallsMakeOfAStack() {
        Location.Builder inlined = Location.newBuilder().setId(9);
        for (int i = 0; i < 4; i++) {
            inlined.addLine(Line.newBuilder().setFunctionId(1));
        }
        Profile.Builder profile = profile().toBuilder().addLocation(inlined);
        Sample.Builder sample = Sample.newBuilder().addValue(1);
        for (int location : new int[] {9, 9, 9, 1}) {
            sample.addLocationId(location);
        }
        profile.addSample(sample);
        ProfileBatch all = new PprofDecoder(SMALL).decode(profile.build().toByteArray());
        assertThat(all.stacks().to(0)).isEqualTo(4);
        profile.addSample(sample.clearLocationId().addAllLocationId(List.of(1L, 9L, 9L, 9L, 9L)));
        ProfileBatch cut = new PprofDecoder(SMALL).decode(profile.build().toByteArray());
        assertThat(cut.stacks().to(1) - cut.stacks().from(1)).isEqualTo(4);
        inlined.addLine(Line.newBuilder().setFunctionId(1));
        refused(SMALL, profile.setLocation(3, inlined).build(), "a location has 5 lines");
    }

    @Test
    void mendsInvalidUtf8AndCutsLongTextsAtTheFront() {
        Profile.Builder profile = profile(sample(1, 5)).toBuilder();
        int broken = profile.getStringTableCount();
        profile.addStringTable("long/package/ünit.name").addStringTable("replaced below");
        profile.setFunction(0, profile.getFunction(0).toBuilder().setName(broken));
        byte[] bytes = profile.build().toByteArray();
        byte[] wanted = "replaced below".getBytes(java.nio.charset.StandardCharsets.UTF_8);
        int at = ByteString.copyFrom(bytes)
                .toString(java.nio.charset.StandardCharsets.ISO_8859_1)
                .indexOf("replaced below");
        bytes[at] = (byte) 0xff;
        ProfileBatch batch = new PprofDecoder(SMALL).decode(bytes);
        assertThat(wanted).hasSize(14);
        assertThat(batch.oddityCount(Oddity.INVALID_UTF8)).isZero();
        assertThat(batch.oddityCount(Oddity.TEXT_TOO_LONG)).isGreaterThanOrEqualTo(2);
        long name = batch.symbols().functions().get(dev.spanflame.model.profile.ProfileSymbols.FunctionColumn.NAME, 0);
        assertThat(batch.symbols().text(name)).isEqualTo("ünit.name");
        ProfileBatch lenient = new PprofDecoder(ProfileLimits.DEFAULT).decode(bytes);
        assertThat(lenient.oddityCount(Oddity.INVALID_UTF8)).isEqualTo(1);
    }

    @Test
    void refusesABadSampleTypeAlone() {
        Profile.Builder profile = Profile.newBuilder()
                .addAllStringTable(List.of("", "alloc-space", "bytes", "inuse", "a:b", "f"))
                .addSampleType(ValueType.newBuilder().setType(1).setUnit(2))
                .addSampleType(ValueType.newBuilder().setType(3).setUnit(2))
                .addSampleType(ValueType.newBuilder().setUnit(2))
                .addSampleType(ValueType.newBuilder().setType(4).setUnit(2));
        ProfileBatch batch = decode(profile.build());
        assertThat(batch.isRefused(0)).isTrue();
        assertThat(batch.isRefused(1)).isFalse();
        assertThat(batch.isRefused(2)).isTrue();
        assertThat(batch.isRefused(3)).isTrue();
        assertThat(batch.refusedTypes().getFirst().message())
                .contains("alloc-space")
                .contains("'-'");
    }

    @Test
    void refusesWhatLeadsNowhere() {
        Profile good = profile(sample(1, 5));
        refused(good.toBuilder().clearStringTable().build(), "no string table");
        refused(good.toBuilder().setStringTable(0, "x").build(), "entry 0 of the string table");
        refused(good.toBuilder().clearSampleType().build(), "no sample type");
        refused(good.toBuilder().setSample(0, sample(99, 5)).build(), "refers to location 99");
        refused(good.toBuilder().setSample(0, sample(0, 5)).build(), "location id is 0");
        refused(good.toBuilder().setSample(0, sample(1, 5).addValue(6)).build(), "2 values where there are 1");
        refused(good.toBuilder().addFunction(good.getFunction(0)).build(), "function have the id 1");
        refused(good.toBuilder().addFunction(Function.newBuilder()).build(), "function id is 0");
        refused(good.toBuilder().addLocation(Location.newBuilder()).build(), "location id is 0");
        refused(
                good.toBuilder()
                        .addLocation(Location.newBuilder().setId(9).setMappingId(7))
                        .build(),
                "refers to mapping 7");
        refused(
                good.toBuilder()
                        .addLocation(Location.newBuilder()
                                .setId(9)
                                .addLine(Line.newBuilder().setFunctionId(8)))
                        .build(),
                "refers to function 8");
        refused(
                good.toBuilder()
                        .addFunction(Function.newBuilder().setId(50).setName(99_999))
                        .build(),
                "text 99999");
        assertThatThrownBy(() -> new PprofDecoder(SMALL).decode(new byte[0])).hasMessageContaining("empty");
    }

    @Test
    void acceptsFunctionZeroOnlyFromDotnet() {
        Profile profile = profile(sample(1, 5)).toBuilder()
                .addFunction(Function.newBuilder().setName(text("span_id")))
                .addLocation(Location.newBuilder().setId(9).addLine(Line.newBuilder()))
                .addSample(sample(9, 6))
                .build();
        refused(profile, "function id is 0");
        ProfileBatch batch = new PprofDecoder(ProfileLimits.DEFAULT).forDotnet().decode(profile.toByteArray());
        assertThat(NaiveProfile.of(batch).samples().get(1).frames()).containsExactly("? @0", "span_id   0 :0");
    }

    @Test
    void refusesMoreThanTheLimits() {
        limited(profile(sample(1, 1), sample(1, 1), sample(1, 1), sample(1, 1)), "samples_limit");
        limited(
                profile(sample(1, 1)
                        .addLabel(label("thread", "main"))
                        .addLabel(label("thread", "main"))
                        .addLabel(label("thread", "main"))),
                "sample_labels_limit");
        limited(
                profile(
                        sample(1, 1).addLabel(label("thread", "main")),
                        sample(1, 1).addLabel(label("thread", "span_id")),
                        sample(1, 1).addLabel(label("thread", "trace_id"))),
                "series_limit");
        assertThatThrownBy(() -> new PprofDecoder(SMALL).decode(new byte[100_001]))
                .isInstanceOfSatisfying(
                        BackendException.class, e -> assertThat(e.reason()).isEqualTo("profile_size_limit"));
    }

    private static void limited(Profile profile, String reason) {
        assertThatThrownBy(() -> new PprofDecoder(SMALL).decode(profile.toByteArray()))
                .isInstanceOfSatisfying(
                        BackendException.class, e -> assertThat(e.reason()).isEqualTo(reason));
    }

    private static void refused(Profile profile, String message) {
        refused(ProfileLimits.DEFAULT, profile, message);
    }

    private static void refused(ProfileLimits limits, Profile profile, String message) {
        assertThatThrownBy(() -> new PprofDecoder(limits).decode(profile.toByteArray()))
                .isInstanceOf(BackendException.class)
                .hasMessageContaining(message);
    }

    private static ProfileBatch decode(Profile profile) {
        return new PprofDecoder(ProfileLimits.DEFAULT).decode(profile.toByteArray());
    }

    private static final List<String> TEXTS = List.of(
            "",
            "cpu",
            "nanoseconds",
            "f1",
            "f2",
            "f3",
            "span_id",
            "trace_id",
            "thread",
            "main",
            "bytes",
            "nonsense",
            "00f067aa0ba902b7",
            "4BF92F3577B34DA6A3CE929D0E0E4736");

    private static int text(String text) {
        return TEXTS.indexOf(text);
    }

    private static Label.Builder label(String key, String value) {
        return Label.newBuilder().setKey(text(key)).setStr(text(value));
    }

    private static Sample.Builder sample(int location, long value) {
        return Sample.newBuilder().addLocationId(location).addValue(value);
    }

    private static Profile profile(Sample.Builder... samples) {
        Profile.Builder profile = Profile.newBuilder()
                .addAllStringTable(TEXTS)
                .addSampleType(ValueType.newBuilder().setType(1).setUnit(2));
        for (int i = 1; i <= 3; i++) {
            profile.addFunction(Function.newBuilder().setId(i).setName(2 + i));
            profile.addLocation(Location.newBuilder()
                    .setId(i)
                    .addLine(Line.newBuilder().setFunctionId(i).setLine(i)));
        }
        for (Sample.Builder sample : samples) {
            profile.addSample(sample);
        }
        return profile.build();
    }
}
