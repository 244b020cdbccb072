package dev.spanflame.block.profile.live;

import static org.assertj.core.api.Assertions.assertThat;

import dev.spanflame.block.profile.Collapsed;
import dev.spanflame.block.profile.FlameGraphBuilder;
import dev.spanflame.block.profile.Forest;
import dev.spanflame.block.profile.LabelQueries;
import dev.spanflame.block.profile.ProfilePartition;
import dev.spanflame.block.profile.ProfileSelection;
import dev.spanflame.block.profile.StackMerge;
import dev.spanflame.model.Labels;
import dev.spanflame.model.TimeRange;
import dev.spanflame.model.profile.FlameGraph;
import dev.spanflame.model.profile.ProfileBatch;
import dev.spanflame.model.profile.ProfileLimits;
import dev.spanflame.model.profile.ProfileType;
import dev.spanflame.proto.google.v1.Location;
import dev.spanflame.proto.google.v1.Mapping;
import dev.spanflame.proto.google.v1.Profile;
import dev.spanflame.proto.google.v1.Sample;
import dev.spanflame.proto.google.v1.ValueType;
import dev.spanflame.proto.pprof.PprofDecoder;
import dev.spanflame.proto.pprof.RandomProfiles;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

final class ProfileSegmentTest {
    private static final ProfileSelection ALL = ProfileSelection.of(List.of(), TimeRange.ALL);

    @Test
    void storesAStackOnceHoweverOftenItIsSent() {
        ProfileSegment segment = new ProfileSegment();
        for (int i = 0; i < 10; i++) {
            segment.append(Collapsed.of("shop", i)
                    .add("a;b;c", 1)
                    .add("a;b", 2)
                    .add("a;b;c", 3)
                    .batch());
        }
        assertThat(segment.snapshot().stackCount()).isEqualTo(2);
        assertThat(segment.sampleCount()).isEqualTo(30);
        assertThat(segment.profileCount()).isEqualTo(10);
        StackTrie trie = StackTrie.of(segment.contents().stacks(), new int[] {0, 1});
        assertThat(trie.nodes().count()).isEqualTo(3);
        assertThat(segment.snapshot().rows().totals()[9]).isEqualTo(6);
    }

    @Test
    void anAbsurdValueDoesNotHideTheOthers() {
        ProfileSegment segment = new ProfileSegment();
        segment.append(Collapsed.of("shop", 1).add("a;b;c", 100).batch());
        segment.append(Collapsed.of("shop", 2)
                .add("a;b;c", Long.MAX_VALUE)
                .add("a;d", Long.MAX_VALUE)
                .batch());
        Forest forest = StackMerge.merge(List.of(segment.snapshot()), ALL);
        FlameGraph graph = FlameGraphBuilder.build(forest, 0);
        assertThat(graph.names()).containsExactlyInAnyOrder("total", "a", "b", "c", "d");
        assertThat(graph.total()).isEqualTo(Long.MAX_VALUE);
    }

    @Test
    void makesASeriesOfEachTypeAndSetOfLabels() {
        Profile profile = Profile.newBuilder()
                .addAllStringTable(List.of("", "inuse_space", "bytes", "inuse_objects", "count", "bad-type", "space"))
                .addSampleType(ValueType.newBuilder().setType(1).setUnit(2))
                .addSampleType(ValueType.newBuilder().setType(3).setUnit(4))
                .addSampleType(ValueType.newBuilder().setType(5).setUnit(4))
                .setPeriodType(ValueType.newBuilder().setType(6).setUnit(2))
                .addMapping(Mapping.newBuilder().setId(1).setMemoryStart(0x1000).setFileOffset(0x20))
                .addLocation(Location.newBuilder().setId(1).setAddress(0x1010).setMappingId(1))
                .addSample(Sample.newBuilder()
                        .addLocationId(1)
                        .addValue(64)
                        .addValue(0)
                        .addValue(9))
                .build();
        ProfileBatch batch = new PprofDecoder(ProfileLimits.DEFAULT).decode(profile.toByteArray());
        batch.setLabels(Labels.of("__name__", "memory", "service_name", "shop"));
        ProfileSegment segment = new ProfileSegment();
        segment.append(batch);
        List<ProfilePartition> partitions = List.of(segment.snapshot());
        assertThat(LabelQueries.types(partitions, TimeRange.ALL))
                .containsExactly(ProfileType.parse("memory:inuse_space:bytes:space:bytes"));
        assertThat(FlameGraphBuilder.build(StackMerge.merge(partitions, ALL), 0).names())
                .containsExactly("total", "0x30");
    }

    @Test
    void aSnapshotDoesNotChange() {
        ProfileSegment segment = new ProfileSegment();
        segment.append(Collapsed.of("shop", 1).add("a;b", 1).batch());
        ProfilePartition before = segment.snapshot();
        for (int i = 0; i < 1_000; i++) {
            segment.append(Collapsed.of("cart" + i, 1_000 + i).add("a;x" + i, 5).batch());
        }
        assertThat(FlameGraphBuilder.build(StackMerge.merge(List.of(before), ALL), 0)
                        .total())
                .isEqualTo(1);
        assertThat(before.range()).isEqualTo(TimeRange.ofMillis(1, 10_001));
        assertThat(segment.snapshot().seriesCount()).isEqualTo(1_001);
    }

    @Test
    void readersSeeWholeProfilesWhileOneThreadAppends() throws InterruptedException {
        ProfileSegment segment = new ProfileSegment();
        AtomicBoolean done = new AtomicBoolean();
        AtomicReference<Throwable> failure = new AtomicReference<>();
        List<Thread> readers = new java.util.ArrayList<>();
        for (int i = 0; i < 2; i++) {
            readers.add(Thread.ofPlatform().start(() -> readUntil(done, segment, failure)));
        }
        for (int i = 0; i < 3_000; i++) {
            Collapsed collapsed = Collapsed.of("s" + i % 50, i);
            for (int stack = 0; stack < 10; stack++) {
                collapsed.add("root;n" + i % 97 + ";m" + stack + ";x" + i % 1009, 10, i, Labels.EMPTY);
            }
            segment.append(collapsed.batch());
        }
        done.set(true);
        for (Thread reader : readers) {
            reader.join();
        }
        assertThat(failure.get()).isNull();
        assertThat(FlameGraphBuilder.build(StackMerge.merge(List.of(segment.snapshot()), ALL), 0)
                        .total())
                .isEqualTo(300_000);
    }

    private static void readUntil(AtomicBoolean done, ProfileSegment segment, AtomicReference<Throwable> failure) {
        try {
            while (!done.get()) {
                ProfilePartition snapshot = segment.snapshot();
                long profiles = snapshot.rows().count();
                long total = FlameGraphBuilder.build(StackMerge.merge(List.of(snapshot), ALL), 100)
                        .total();
                assertThat(total).isEqualTo(profiles * 100);
                assertThat(LabelQueries.values(List.of(snapshot), "service_name", List.of(), TimeRange.ALL))
                        .hasSize((int) Math.min(50, profiles));
            }
        } catch (Throwable e) {
            failure.set(e);
        }
    }

    @Test
    void knowsTheMemoryItHolds() {
        ProfileSegment segment = new ProfileSegment();
        assertThat(segment.memoryBytes()).isLessThan(20_000);
        long promised = segment.memoryBytes();
        for (int i = 0; i < 20; i++) {
            byte[] profile = RandomProfiles.service(i, 200, i, new Random(i)).toByteArray();
            ProfileBatch batch = new PprofDecoder(ProfileLimits.DEFAULT).decode(profile);
            promised += ProfileSegment.worstCaseBytes(java.util.List.of(batch));
            segment.append(batch);
        }
        assertThat(segment.memoryBytes()).isGreaterThan(1_000_000).isLessThan(promised);
    }
}
