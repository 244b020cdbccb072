package dev.spanflame.block.profile.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.spanflame.block.BlockMeta;
import dev.spanflame.block.profile.Collapsed;
import dev.spanflame.block.profile.FlameGraphBuilder;
import dev.spanflame.block.profile.ProfilePartition;
import dev.spanflame.block.profile.ProfilePartition.Detail;
import dev.spanflame.block.profile.ProfileRows;
import dev.spanflame.block.profile.ProfileSelection;
import dev.spanflame.block.profile.StackMerge;
import dev.spanflame.model.Labels;
import dev.spanflame.model.TimeRange;
import dev.spanflame.model.profile.FlameGraph;
import dev.spanflame.model.profile.ProfileBatch;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

/// Two services, a profile each every 10 seconds for 10 minutes, in four blocks.
final class DownsamplingTest {
    private static final long START = 1_700_000_100_000L;
    private static final ProfileSelection ALL = ProfileSelection.of(List.of(), TimeRange.ALL);

    private final TestBlocks blocks = new TestBlocks();

    private static ProfileBatch profile(String service, long millis) {
        long span = millis / 10_000;
        return Collapsed.of(service, millis)
                .add("main;run;a" + millis % 3, 7, span, Labels.of("region", "eu"))
                .add("main;run;b", millis % 100_000, span + 1, Labels.EMPTY)
                .on("worker", millis * 1_000_000 + 5, "main;run;b", 5)
                .batch();
    }

    private List<BlockMeta> written() throws IOException {
        List<BlockMeta> metas = new ArrayList<>();
        for (int block = 0; block < 4; block++) {
            List<ProfileBatch> batches = new ArrayList<>();
            for (int i = block; i < 60; i += 4) {
                batches.add(profile("shop", START + i * 10_000L));
                batches.add(profile("cart", START + i * 10_000L));
            }
            metas.add(blocks.write(batches));
        }
        return metas;
    }

    private BlockMeta coarse(List<BlockMeta> metas, Duration slice) throws IOException {
        return blocks.blocks().downsampling(slice).merge(metas, blocks.target(1_000), () -> false);
    }

    private ProfilePartition open(BlockMeta meta) throws IOException {
        return blocks.blocks().open(meta, () -> false);
    }

    private FlameGraph graph(List<BlockMeta> metas) throws IOException {
        List<ProfilePartition> partitions = new ArrayList<>();
        for (BlockMeta meta : metas) {
            partitions.add(open(meta));
        }
        return FlameGraphBuilder.build(StackMerge.merge(partitions, ALL), 0);
    }

    @Test
    void profilesOfASliceBecomeOneAndValuesStay() throws IOException {
        List<BlockMeta> metas = written();
        BlockMeta coarse = coarse(metas, Duration.ofMinutes(5));
        assertThat(graph(List.of(coarse))).usingRecursiveComparison().isEqualTo(graph(metas));
        assertThat(coarse.level()).isEqualTo(1_000);
        ProfilePartition partition = open(coarse);
        ProfileRows rows = partition.rows();
        // two services, each with and without a region, and the ten minutes are two slices
        assertThat(rows.count()).isEqualTo(8);
        long slice = Duration.ofMinutes(5).toNanos();
        for (int row = 0; row < rows.count(); row++) {
            long last = rows.times()[row]
                    + rows.durations()[row]
                    - Duration.ofSeconds(10).toNanos();
            assertThat(Math.floorDiv(rows.times()[row], slice)).isEqualTo(Math.floorDiv(last, slice));
        }
        assertThat(partition.range())
                .isEqualTo(open(metas.getFirst())
                        .range()
                        .union(open(metas.getLast()).range()));
    }

    @Test
    void aStackIsOneSampleWithoutTimesThreadsAndSpans() throws IOException {
        ProfilePartition partition = open(coarse(written(), Duration.ofHours(1)));
        ProfileRows rows = partition.rows();
        for (int row = 0; row < rows.count(); row++) {
            int from = rows.firstSamples()[row];
            List<Integer> stacks = new ArrayList<>();
            long[] sum = {0};
            partition.samples(from, from + rows.sampleCounts()[row], Detail.ALL, (columns, first, end) -> {
                assertThat(columns.spanIds()).isEmpty();
                assertThat(columns.traceLows()).isEmpty();
                assertThat(columns.times()).isEmpty();
                assertThat(columns.threads().numbers()).isEmpty();
                for (int i = first; i < end; i++) {
                    stacks.add(columns.stacks()[i]);
                    sum[0] += columns.values()[i];
                }
            });
            assertThat(stacks).doesNotHaveDuplicates().isSorted();
            assertThat(sum[0]).isEqualTo(rows.totals()[row]);
        }
        assertThat(Arrays.stream(rows.sampleCounts(), 0, rows.count()).sum()).isLessThan(20);
    }

    @Test
    void whatIsCoarseCanBeMergedAgain() throws IOException {
        List<BlockMeta> metas = written();
        BlockMeta first = coarse(metas.subList(0, 2), Duration.ofMinutes(5));
        BlockMeta second = coarse(metas.subList(2, 4), Duration.ofMinutes(5));
        assertThat(graph(List.of(blocks.merge(List.of(first, second)))))
                .usingRecursiveComparison()
                .isEqualTo(graph(metas));
    }

    @Test
    void aSliceIsLongerThanNothing() {
        assertThatThrownBy(() -> blocks.blocks().downsampling(Duration.ZERO))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
