package dev.spanflame.proto.pyroscope;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatObject;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.ByteString;
import dev.spanflame.model.BackendException;
import dev.spanflame.model.ErrorKind;
import dev.spanflame.model.Labels;
import dev.spanflame.model.profile.ProfileBatch;
import dev.spanflame.model.profile.ProfileLimits;
import dev.spanflame.proto.inflate.InflateBudget;
import dev.spanflame.proto.inflate.InflateLimits;
import dev.spanflame.proto.push.v1.PushRequest;
import dev.spanflame.proto.push.v1.RawProfileSeries;
import dev.spanflame.proto.push.v1.RawSample;
import dev.spanflame.proto.types.v1.LabelPair;
import java.util.BitSet;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class PushTest {
    private static final long NOW = 1_700_000_000_000_000_000L;
    private static final byte[] GOOD = SmallProfiles.of("cpu").build().toByteArray();

    private final UploadDecoder decoder = new UploadDecoder(ProfileLimits.DEFAULT);

    @Test
    void readsPlainAndGzippedProfiles() {
        Upload upload = decode(PushRequest.newBuilder()
                .addSeries(series(GOOD, "__name__", "process_cpu", "service_name", "cart", "k8s.pod", "a"))
                .addSeries(series(SmallProfiles.gzip(GOOD), "__name__", "process_cpu", "__delta__", "false")));
        assertThat(upload.error()).isEmpty();
        assertThatObject(upload.batches().get(0).labels())
                .isEqualTo(Labels.of("__name__", "process_cpu", "service_name", "cart", "k8s.pod", "a"));
        ProfileBatch second = upload.batches().get(1);
        assertThatObject(second.labels())
                .isEqualTo(Labels.of("__name__", "process_cpu", "service_name", "unknown_service"));
        assertThat(second.timeNanos()).isEqualTo(NOW);
        assertThat(second.samples().value(0, 0)).isEqualTo(7);
    }

    @Test
    void aBadProfileIsRefusedAloneAndTheAnswerSaysWhich() {
        RawProfileSeries mixed = series(GOOD, "__name__", "process_cpu", "service_name", "cart").toBuilder()
                .addSamples(raw(new byte[] {1, 2, 3}))
                .addSamples(raw(new byte[0]))
                .build();
        Upload upload = decode(PushRequest.newBuilder()
                .addSeries(mixed)
                .addSeries(series(GOOD, "service_name", "nameless"))
                .addSeries(series(GOOD, "__name__", "wall", "service_name", "last")));
        assertThat(upload.batches()).hasSize(2);
        assertThat(upload.refusedProfiles()).isEqualTo(BitSet.valueOf(new long[] {0b1110}));
        assertThat(upload.refused())
                .extracting(Upload.Refused::reason)
                .containsExactly("malformed_profile", "malformed_profile", "missing_labels");
        BackendException error = upload.error().orElseThrow();
        assertThat(error.kind()).isEqualTo(ErrorKind.BAD_REQUEST);
        assertThat(error.text())
                .startsWith("all else is stored; 3 refused: profile 1 of service 'cart': not a valid pprof profile")
                .contains("profile 3 of service 'nameless'");
    }

    @Test
    void aJudgedRequestIsNotJudgedAgain() {
        PushRequest request = PushRequest.newBuilder()
                .addSeries(series(new byte[] {1}, "__name__", "a"))
                .addSeries(series(GOOD, "__name__", "b"))
                .build();
        BitSet judged = new BitSet();
        judged.set(1);
        Upload upload = decoder.decode(new ProfileRequest.Push(request.toByteArray()), NOW, budget(), judged);
        assertThat(upload.batches()).isEmpty();
        assertThat(upload.refused()).hasSize(1);
        judged.set(0);
        upload = decoder.decode(new ProfileRequest.Push(request.toByteArray()), NOW, budget(), judged);
        assertThat(upload.error()).isEmpty();
    }

    @Test
    void aBadSampleTypeIsRefusedAlone() {
        byte[] mixed = SmallProfiles.of("alloc-space", "inuse").build().toByteArray();
        Upload upload = decode(PushRequest.newBuilder().addSeries(series(mixed, "__name__", "memory")));
        assertThat(upload.batches()).hasSize(1);
        assertThat(upload.refusedProfiles().isEmpty()).isTrue();
        assertThat(upload.error().orElseThrow().text()).contains("sample type 0 'alloc-space'");
        byte[] allBad = SmallProfiles.of("alloc-space").build().toByteArray();
        assertThat(decode(PushRequest.newBuilder().addSeries(series(allBad, "__name__", "memory")))
                        .batches())
                .isEmpty();
    }

    @Test
    void agentsThatMakeDifferencesCarryThePlainName() {
        Upload upload = decode(PushRequest.newBuilder().addSeries(series(GOOD, "__name__", "godeltaprof_memory")));
        assertThat(upload.batches().getFirst().labels().value("__name__")).isEqualTo("memory");
        assertThat(upload.batches().getFirst().labels().value("__name_replaced__"))
                .isEqualTo("godeltaprof_memory");
    }

    @ParameterizedTest
    @CsvSource({
        "missing_labels, service_name, cart, x, y",
        "invalid_labels, __name__, a:b, x, y",
        "invalid_labels, __name__, a, '', y",
        "duplicate_label_names, __name__, a, __name__, a",
    })
    void refusesLabelsThatBreakTheRules(String reason, String name1, String value1, String name2, String value2) {
        Upload upload = decode(PushRequest.newBuilder().addSeries(series(GOOD, name1, value1, name2, value2)));
        assertThat(upload.refused()).extracting(Upload.Refused::reason).containsExactly(reason);
        assertThat(upload.error().orElseThrow().text()).startsWith("nothing is stored: 1 refused: ");
    }

    @Test
    void refusesLabelsAboveTheLimits() {
        String[] many = new String[80];
        for (int i = 0; i < many.length; i += 2) {
            many[i] = i == 0 ? "__name__" : "label" + i;
            many[i + 1] = "v";
        }
        Upload upload = decode(PushRequest.newBuilder()
                .addSeries(series(GOOD, many))
                .addSeries(series(GOOD, "__name__", "a", "n".repeat(1_025), "v"))
                .addSeries(series(GOOD, "__name__", "a", "n", "v".repeat(2_049))));
        assertThat(upload.refused())
                .extracting(Upload.Refused::reason)
                .containsExactly("max_label_names_per_series", "label_name_too_long", "label_value_too_long");
    }

    @Test
    void refusesRequestsWithoutProfiles() {
        assertThatThrownBy(() -> decode(PushRequest.newBuilder())).hasMessage("no profiles received");
        assertThatThrownBy(() -> decoder.decode(new ProfileRequest.Push(new byte[] {9, 9}), NOW, budget()))
                .isInstanceOfSatisfying(
                        BackendException.class, e -> assertThat(e.reason()).isEqualTo("malformed_protobuf"));
    }

    @Test
    void aBombIsRefusedAlone() {
        byte[] bomb = SmallProfiles.gzip(new byte[30_000_000]);
        Upload upload = decode(PushRequest.newBuilder()
                .addSeries(series(bomb, "__name__", "a"))
                .addSeries(series(GOOD, "__name__", "b")));
        assertThat(upload.batches()).hasSize(1);
        assertThat(upload.refused().getFirst().reason()).isEqualTo("inflated_too_large");
    }

    @Test
    void requestsAreTheSameAfterBeingWrittenDown() {
        ProfileRequest.Push push = new ProfileRequest.Push(GOOD);
        assertThat(ProfileRequest.parse(push.toBytes()))
                .usingRecursiveComparison()
                .isEqualTo(push);
        ProfileRequest.Ingest ingest = new ProfileRequest.Ingest("name=ä", FormBody.contentType(), GOOD);
        assertThat(ProfileRequest.parse(ingest.toBytes()))
                .usingRecursiveComparison()
                .isEqualTo(ingest);
        assertThatThrownBy(() -> ProfileRequest.parse(new byte[] {2, 0, 0, 0, 99}))
                .isInstanceOf(IllegalArgumentException.class);
    }

    private Upload decode(PushRequest.Builder request) {
        return decoder.decode(new ProfileRequest.Push(request.build().toByteArray()), NOW, budget());
    }

    private static InflateBudget budget() {
        return InflateBudget.alone(InflateLimits.ofBytes(20_000_000), 1_000_000);
    }

    private static RawSample raw(byte[] profile) {
        return RawSample.newBuilder()
                .setRawProfile(ByteString.copyFrom(profile))
                .build();
    }

    private static RawProfileSeries series(byte[] profile, String... labels) {
        RawProfileSeries.Builder series = RawProfileSeries.newBuilder().addSamples(raw(profile));
        for (int i = 0; i < labels.length; i += 2) {
            series.addLabels(LabelPair.newBuilder().setName(labels[i]).setValue(labels[i + 1]));
        }
        return series.build();
    }

    @Test
    void keepsTheTimesOfProfiles() {
        byte[] profile = SmallProfiles.of("cpu")
                .setTimeNanos(5)
                .setDurationNanos(6)
                .build()
                .toByteArray();
        Upload upload = decode(PushRequest.newBuilder().addSeries(series(profile, "__name__", "a")));
        assertThat(List.of(
                        upload.batches().getFirst().timeNanos(),
                        upload.batches().getFirst().durationNanos()))
                .containsExactly(5L, 6L);
    }
}
