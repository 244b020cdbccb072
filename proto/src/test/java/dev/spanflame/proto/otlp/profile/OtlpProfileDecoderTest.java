package dev.spanflame.proto.otlp.profile;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatObject;

import dev.spanflame.model.BackendException;
import dev.spanflame.model.ErrorKind;
import dev.spanflame.model.Labels;
import dev.spanflame.model.profile.ProfileBatch;
import dev.spanflame.model.profile.ProfileLimits;
import dev.spanflame.model.profile.ProfileSymbols.LocationColumn;
import dev.spanflame.model.profile.ProfileSymbols.MappingColumn;
import dev.spanflame.model.profile.ProfileType;
import dev.spanflame.model.profile.SampleTable.SampleColumn;
import dev.spanflame.proto.jfr.Stacks;
import dev.spanflame.proto.otlp.profile.OtlpRequest.Sample;
import dev.spanflame.proto.otlp.profile.OtlpRequest.Types;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.aggregator.ArgumentsAccessor;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

final class OtlpProfileDecoderTest {
    private static final Types CPU = new Types("samples", "count", "cpu", "nanoseconds", 20_000_000);
    private static final long[] NONE = {};

    private final OtlpProfileDecoder decoder = new OtlpProfileDecoder(ProfileLimits.DEFAULT);

    @ParameterizedTest
    @EnumSource(ProfileLayout.class)
    void everyPublishedLayoutIsReadAlike(ProfileLayout layout) {
        byte[] request = new OtlpRequest(layout)
                .profile(
                        CPU,
                        new Sample(new long[] {3}, NONE, OtlpRequest.THREAD, OtlpRequest.REGION),
                        new Sample(new long[] {4}, new long[] {7}, OtlpRequest.RATIO))
                .bytes();

        ProfileBatch batch = only(request);

        assertThat(type(batch)).isEqualTo("process_cpu:cpu:nanoseconds:cpu:nanoseconds");
        assertThat(batch.labels().asMap())
                .containsEntry("service_name", "shop")
                .containsEntry("k8s.pod.name", "shop-1");
        assertThat(batch.timeNanos()).isEqualTo(OtlpRequest.TIME);
        assertThat(batch.durationNanos()).isEqualTo(5_000_000_000L);
        assertThat(Stacks.sums(batch, 0)).containsExactly(java.util.Map.entry("root:10;leaf:20", 140_000_000L));
        assertThatObject(labels(batch, 0)).isEqualTo(Labels.of("region", "eu"));
        assertThatObject(labels(batch, 1)).isEqualTo(Labels.of("ratio", "0.5"));
        assertThat(batch.symbols().text(column(batch, SampleColumn.THREAD, 0))).isEqualTo("worker-7");
        assertThat(column(batch, SampleColumn.TIME, 1)).isEqualTo(OtlpRequest.TIME + 7);
        assertThat(column(batch, SampleColumn.SPAN_ID, 0)).isEqualTo(OtlpRequest.SPAN);
        assertThat(column(batch, SampleColumn.TRACE_HIGH, 0)).isEqualTo(OtlpRequest.TRACE_HIGH);
        assertThat(column(batch, SampleColumn.TRACE_LOW, 1)).isEqualTo(OtlpRequest.TRACE_LOW);
    }

    @ParameterizedTest
    @EnumSource(names = {"V1_9", "V1_10"})
    void listsThatAreNotPackedAreReadAlike(ProfileLayout layout) {
        byte[] request = new OtlpRequest(layout)
                .unpacked()
                .profile(CPU, new Sample(new long[] {3}, NONE, OtlpRequest.THREAD))
                .profile(CPU, new Sample(new long[] {3}, NONE))
                .bytes();
        List<OtlpProfile> profiles = decode(request);
        if (layout == ProfileLayout.V1_10) {
            assertThat(Stacks.sums(profiles.getFirst().batches().getFirst(), 0).values())
                    .containsExactly(60_000_000L);
        }
        assertThat(profiles).hasSize(2);
    }

    @Test
    void eachTimeOfASampleIsASampleOfItsOwn() {
        byte[] request = new OtlpRequest(ProfileLayout.V1_10)
                .profile(
                        CPU,
                        new Sample(NONE, new long[] {1, 2, 3}, OtlpRequest.REGION),
                        new Sample(new long[] {5, 6}, new long[] {8, 9}, OtlpRequest.REGION))
                .bytes();

        ProfileBatch batch = only(request);

        assertThat(batch.samples().size()).isEqualTo(5);
        assertThat(column(batch, SampleColumn.TIME, 2)).isEqualTo(OtlpRequest.TIME + 3);
        assertThat(batch.samples().value(2, 0)).isEqualTo(20_000_000);
        assertThat(batch.samples().value(4, 0)).isEqualTo(120_000_000);
    }

    @Test
    void samplesOfAnotherServiceMakeABatchOfTheirOwn() {
        byte[] request = new OtlpRequest(ProfileLayout.V1_10)
                .profile(
                        CPU,
                        new Sample(new long[] {1}, NONE),
                        new Sample(new long[] {2}, NONE, OtlpRequest.OTHER_SERVICE))
                .bytes();

        assertThat(decode(request).getFirst().batches())
                .extracting(batch -> batch.labels().value("service_name"))
                .containsExactly("shop", "billing");
    }

    @Test
    void theTypeOfAFrameIsKeptAsItsMapping() {
        ProfileBatch batch = only(new OtlpRequest(ProfileLayout.V1_10)
                .profile(CPU, new Sample(new long[] {1}, NONE))
                .bytes());
        int location = batch.stacks().locations()[0];
        int mapping = batch.symbols().locations().getInt(LocationColumn.MAPPING, location);

        assertThat(batch.symbols().text(batch.symbols().mappings().get(MappingColumn.FILE_NAME, mapping)))
                .isEqualTo("[jvm]");
    }

    @ParameterizedTest
    @CsvSource({
        "itimer, count, itimer, ns, 10, process_cpu:cpu:nanoseconds:cpu:nanoseconds, 30",
        "ctimer, ns, ctimer, ns, 10, process_cpu:cpu:nanoseconds:cpu:nanoseconds, 3",
        "cpu, ms, cpu, ms, 10, process_cpu:cpu:nanoseconds:cpu:nanoseconds, 3000000",
        "cpu, count, '', '', 0, process_cpu:samples:count:cpu:nanoseconds, 3",
        "wall, count, wall, ns, 50, wall:wall:nanoseconds:wall:nanoseconds, 150",
        "object_sampler, bytes, object_sampler, bytes, 9, memory:alloc_space:bytes:space:bytes, 3",
        "object_sampler, count, object_sampler, bytes, 9, memory:alloc_objects:count:space:bytes, 3",
        "lock_tracer, ns, lock_tracer, ns, 9, mutex:delay:nanoseconds:mutex:count, 3",
        "malloc, bytes, malloc, bytes, 9, memory:malloc_bytes:bytes::, 3",
        "off_cpu, nanoseconds, '', '', 0, off_cpu:off_cpu:nanoseconds::, 3",
        "alloc_space, bytes, space, bytes, 512, memory:alloc_space:bytes:space:bytes, 3",
        "goroutine, count, goroutine, count, 1, goroutine:goroutine:count:goroutine:count, 3",
        "cache-misses, 1, '', '', 0, cache_misses:cache_misses:count::, 3"
    })
    void measuresGetTheNamesThatOtherFormatsGiveThem(ArgumentsAccessor row) {
        Types types = new Types(row.getString(0), row.getString(1), row.getString(2), row.getString(3), row.getLong(4));

        ProfileBatch batch = only(new OtlpRequest(ProfileLayout.V1_10)
                .profile(types, new Sample(new long[] {3}, NONE))
                .bytes());

        assertThat(type(batch)).isEqualTo(row.getString(5));
        assertThat(batch.samples().value(0, 0)).isEqualTo(row.getLong(6));
    }

    @Test
    void theNumberOfSamplesStaysANumberWhereTheirTimeIsThereToo() {
        byte[] request = new OtlpRequest(ProfileLayout.V1_10)
                .profile(CPU, new Sample(new long[] {3}, NONE))
                .profile(new Types("cpu", "nanoseconds", "cpu", "nanoseconds", 1), new Sample(new long[] {60}, NONE))
                .bytes();

        assertThat(decode(request))
                .extracting(profile -> type(profile.batches().getFirst()))
                .containsExactly(
                        "process_cpu:samples:count:cpu:nanoseconds", "process_cpu:cpu:nanoseconds:cpu:nanoseconds");
    }

    @Test
    void ofTooManyAttributesTheMinorOnesAreLeftOut() {
        OtlpRequest request = new OtlpRequest(ProfileLayout.V1_10).profile(CPU, new Sample(new long[] {3}, NONE));
        for (int i = 0; i < 20; i++) {
            request.resource("process.fact" + i, "x").resource("k8s.fact" + i, "y");
        }

        Labels labels = only(request.bytes()).labels();

        assertThat(labels.size()).isEqualTo(ProfileLimits.DEFAULT.maxLabelNames());
        assertThat(labels.asMap()).containsKeys("k8s.fact0", "k8s.fact19", "service_name", "process.fact9");
    }

    @Test
    void aBadProfileAmongGoodOnesIsRefusedAlone() {
        byte[] request = new OtlpRequest(ProfileLayout.V1_10)
                .profile(CPU, new Sample(new long[] {3}, NONE, 77))
                .profile(CPU, new Sample(new long[] {3}, NONE))
                .bytes();

        List<OtlpProfile> profiles = decode(request);

        assertThat(profiles.get(0).refusal().orElseThrow().text()).contains("attribute 77 of a table with 6 entries");
        assertThat(profiles.get(1).batches()).hasSize(1);
    }

    @Test
    void everyCutAndEveryHitIsReadOrRefusedQuickly() {
        int refused = 0;
        for (ProfileLayout layout : ProfileLayout.values()) {
            byte[] whole = new OtlpRequest(layout)
                    .profile(
                            CPU,
                            new Sample(new long[] {3}, NONE, OtlpRequest.THREAD, OtlpRequest.REGION),
                            new Sample(new long[] {4}, new long[] {7}, OtlpRequest.OTHER_SERVICE))
                    .bytes();
            for (int length = 0; length < whole.length; length++) {
                refused += survives(Arrays.copyOf(whole, length));
            }
            Random random = new Random(layout.ordinal());
            for (int round = 0; round < 3_000; round++) {
                byte[] damaged = whole.clone();
                for (int hits = 1 + random.nextInt(4); hits > 0; hits--) {
                    damaged[random.nextInt(damaged.length)] = (byte) random.nextInt();
                }
                refused += survives(damaged);
            }
        }
        assertThat(refused).isGreaterThan(1_000);
    }

    private int survives(byte[] request) {
        try {
            return decode(request).stream().anyMatch(one -> one.refusal().isPresent()) ? 1 : 0;
        } catch (BackendException e) {
            assertThat(e.kind()).isEqualTo(ErrorKind.BAD_REQUEST);
            assertThat(e.reason()).isIn("malformed_protobuf", "malformed_profile");
            return 1;
        }
    }

    private List<OtlpProfile> decode(byte[] request) {
        return decoder.decode(request, 1, new BitSet());
    }

    private ProfileBatch only(byte[] request) {
        List<OtlpProfile> profiles = decode(request);
        assertThat(profiles).hasSize(1);
        assertThat(profiles.getFirst().refusal()).isEmpty();
        return profiles.getFirst().batches().getFirst();
    }

    private static String type(ProfileBatch batch) {
        return ProfileType.of(
                        batch.labels().value("__name__"), batch.sampleTypes().getFirst(), batch.periodType())
                .id();
    }

    private static long column(ProfileBatch batch, SampleColumn column, int row) {
        return batch.samples().rows().get(column, row);
    }

    private static Labels labels(ProfileBatch batch, int row) {
        return batch.labelSets().get((int) column(batch, SampleColumn.LABEL_SET, row));
    }
}
