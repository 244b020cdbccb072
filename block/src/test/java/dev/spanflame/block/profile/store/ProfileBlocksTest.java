package dev.spanflame.block.profile.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.spanflame.block.BlockMeta;
import dev.spanflame.block.profile.Collapsed;
import dev.spanflame.block.profile.FlameGraphBuilder;
import dev.spanflame.block.profile.Forest;
import dev.spanflame.block.profile.ProfilePartition;
import dev.spanflame.block.profile.ProfileSelection;
import dev.spanflame.block.profile.StackMerge;
import dev.spanflame.model.BackendException;
import dev.spanflame.model.ErrorKind;
import dev.spanflame.model.Labels;
import dev.spanflame.model.TimeRange;
import dev.spanflame.model.profile.FlameGraph;
import dev.spanflame.model.profile.ProfileBatch;
import dev.spanflame.objectstore.ListRequest;
import dev.spanflame.objectstore.NoSuchObjectException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

final class ProfileBlocksTest {
    private static final ProfileSelection ALL = ProfileSelection.of(List.of(), TimeRange.ALL);

    private final TestBlocks blocks = new TestBlocks();

    private static Forest forest(ProfilePartition partition) {
        return StackMerge.merge(List.of(partition), ALL);
    }

    private static FlameGraph draw(ProfilePartition partition) {
        return FlameGraphBuilder.build(forest(partition), 0);
    }

    private static void assertSame(ProfilePartition block, ProfilePartition live) {
        FlameGraph graph = draw(block);
        FlameGraph expected = draw(live);
        assertThat(graph.names()).isEqualTo(expected.names());
        assertThat(graph.total()).isEqualTo(expected.total());
        assertThat(graph.levels()).hasSameSizeAs(expected.levels());
        for (int i = 0; i < graph.levels().size(); i++) {
            assertThat(Arrays.equals(graph.levels().get(i), expected.levels().get(i)))
                    .isTrue();
        }
        assertThat(block.range()).isEqualTo(live.range());
    }

    @Test
    void hostileShapesComeBackAsTheyWere() {
        Collapsed wide = Collapsed.of("wide", 1);
        for (int i = 0; i < 200_000; i++) {
            wide.add("main;f" + i % 450 + ";g" + i / 450, 1 + i % 7);
        }
        String deep = Stream.iterate(0, i -> i + 1)
                .limit(20_000)
                .map(i -> "d" + i % 50)
                .reduce((a, b) -> a + ";" + b)
                .orElseThrow();
        Collapsed odd = Collapsed.of("odd", 2)
                .add(deep, 3)
                .add("x".repeat(60_000) + ";" + "é".repeat(30_000), 4)
                .add("", 5);
        List<ProfileBatch> batches = List.of(wide.batch(), odd.batch());
        BlockMeta meta = blocks.write(batches);
        assertThat(meta.rows()).isEqualTo(200_003);
        assertThat(meta.items()).isEqualTo(2);
        assertSame(blocks.open(meta), TestBlocks.segment(batches).snapshot());
        BlockMeta merged = blocks.merge(List.of(meta, blocks.write(List.of(odd.batch()))));
        assertSame(blocks.open(merged), TestBlocks.segment(batches).snapshot());
    }

    @Test
    void aMergeKeepsOneOfAnUploadThatWasSentTwiceAndBothOfAnyThatDiffer() {
        Collapsed first = Collapsed.of("shop", 1)
                .add("a;b", 1, 7, Labels.of("thread", "t"))
                .add("a", 2);
        Collapsed again = Collapsed.of("shop", 1)
                .add("a;b", 1, 7, Labels.of("thread", "t"))
                .add("a", 2);
        Collapsed otherValue = Collapsed.of("shop", 1).add("a", 3);
        Collapsed otherSpan = Collapsed.of("shop", 1).add("a", 2, 9, Labels.EMPTY);
        Collapsed otherTime = Collapsed.of("shop", 2).add("a", 2);
        Collapsed otherService = Collapsed.of("cart", 1).add("a", 2);
        BlockMeta merged = blocks.merge(List.of(
                blocks.write(List.of(first.batch(), otherValue.batch())),
                blocks.write(List.of(again.batch(), otherSpan.batch())),
                blocks.write(List.of(otherTime.batch(), otherService.batch()))));
        assertThat(draw(blocks.open(merged)).total()).isEqualTo(3 + 3 + 2 + 2 + 2);
        assertThat(merged.level()).isEqualTo(1);
    }

    @Test
    void aServiceIsReadAloneAndTheCacheIsBounded() throws IOException {
        Collapsed one = Collapsed.of("one", 1);
        Collapsed two = Collapsed.of("two", 1);
        for (int i = 0; i < 40_000; i++) {
            one.add("main;a" + i + ";x;y", 1);
            two.add("main;b" + i + ";x;y", 1);
        }
        BlockMeta meta = blocks.write(List.of(one.batch(), two.batch()));
        ProfilePartition block = blocks.open(meta);
        StackMerge.merge(
                List.of(block),
                ProfileSelection.of(
                        List.of(dev.spanflame.block.profile.LabelMatcher.equal("service_name", "two")), TimeRange.ALL));
        long part = blocks.blocks().cachedBytes();
        forest(block);
        assertThat(blocks.blocks().cachedBytes()).isEqualTo(part + 8 * 120_001);
        ProfileBlocks small = new ProfileBlocks(blocks.store(), 100_000);
        assertThat(draw(small.open(meta, () -> false)).total()).isEqualTo(80_000);
        assertThat(small.cachedBytes()).isLessThanOrEqualTo(100_000);
    }

    @Test
    void goneObjectsAndCancellationAreTold() throws IOException {
        BlockMeta meta =
                blocks.write(List.of(Collapsed.of("shop", 1).add("a", 1).batch()));
        ProfilePartition open = blocks.open(meta);
        blocks.store().delete(meta.key("samples.parquet"));
        assertThatThrownBy(() -> forest(open))
                .isInstanceOf(UncheckedIOException.class)
                .hasCauseInstanceOf(NoSuchObjectException.class);
        blocks.store().delete(meta.key("index"));
        assertThatThrownBy(() -> new ProfileBlocks(blocks.store(), 0).open(meta, () -> false))
                .isInstanceOf(NoSuchObjectException.class);
        AtomicInteger asked = new AtomicInteger();
        BlockMeta other =
                blocks.write(List.of(Collapsed.of("shop", 1).add("a", 1).batch()));
        ProfilePartition cancelled = blocks.blocks().open(other, () -> asked.incrementAndGet() > 2);
        assertThatThrownBy(() -> forest(cancelled))
                .isInstanceOfSatisfying(
                        BackendException.class, e -> assertThat(e.kind()).isEqualTo(ErrorKind.CANCELLED));
    }

    @Test
    void whatFailsLeavesNothingBehind() throws IOException {
        BlockMeta a = blocks.write(List.of(Collapsed.of("shop", 1).add("a", 1).batch()));
        BlockMeta b = blocks.write(List.of(Collapsed.of("shop", 2).add("a", 1).batch()));
        int objects = blocks.store().list(ListRequest.objects("")).objects().size();
        AtomicInteger asked = new AtomicInteger();
        for (int calls = 0; calls < 6; calls++) {
            int limit = calls;
            asked.set(0);
            assertThatThrownBy(() -> blocks.blocks()
                            .merge(List.of(a, b), blocks.target(1), () -> asked.incrementAndGet() > limit))
                    .isInstanceOf(CancellationException.class);
        }
        blocks.store().delete(b.key("leaves.parquet"));
        assertThatThrownBy(() -> blocks.blocks().merge(List.of(a, b), blocks.target(1), () -> false))
                .isInstanceOf(NoSuchObjectException.class);
        assertThat(blocks.store().list(ListRequest.objects("")).objects()).hasSize(objects - 1);
        try (Stream<java.nio.file.Path> left = Files.list(blocks.staging())) {
            assertThat(left).isEmpty();
        }
    }

    @Test
    void aFormatOfTheFutureIsRefused() {
        BlockMeta now = blocks.write(List.of(Collapsed.of("shop", 1).add("a", 1).batch()));
        BlockMeta future = new BlockMeta(now.id(), now.tenant(), now.signal(), 2, 1, 2, 1, 1, 0, 1, now.objects());
        assertThatThrownBy(() -> blocks.open(future))
                .isInstanceOf(BackendException.class)
                .hasMessageContaining("format version 2");
    }
}
