package dev.spanflame.compactor;

import static org.assertj.core.api.Assertions.assertThat;

import dev.spanflame.block.BlockId;
import dev.spanflame.block.BlockMeta;
import dev.spanflame.compactor.MergePlan.Eagerness;
import dev.spanflame.model.TimeRange;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

class MergePlanTest {
    private static final Instant NOW = Instant.parse("2026-03-01T22:00:00Z");

    private final CompactionSettings settings =
            new CompactionSettings(Duration.ofSeconds(30), 3, 3, 1_000, Duration.ofHours(1), Map.of());
    private final MergePlan plan = new MergePlan(settings);
    private final List<BlockMeta> blocks = new ArrayList<>();
    private final Random random = new Random(1);

    @Test
    void enoughBlocksOfOneLevelAreMergedInOrderOfTime() {
        BlockMeta late = block(0, "2026-03-01T21:03:00Z", 10);
        BlockMeta early = block(0, "2026-03-01T21:01:00Z", 10);
        assertThat(next()).isEmpty();
        BlockMeta middle = block(0, "2026-03-01T21:02:00Z", 10);
        assertThat(next()).containsExactly(early, middle, late);
    }

    @Test
    void blocksOfOtherLevelsAndDaysStayApart() {
        block(0, "2026-03-01T21:00:00Z", 10);
        block(0, "2026-03-01T21:01:00Z", 10);
        block(1, "2026-03-01T21:02:00Z", 10);
        block(0, "2026-02-28T21:02:00Z", 10);
        assertThat(next()).isEmpty();
    }

    @Test
    void blocksOfTheHighestLevelAreLeft() {
        for (int i = 0; i < 9; i++) {
            block(3, "2026-03-01T21:00:0" + i + "Z", 10);
        }
        assertThat(plan.next(blocks, NOW, Eagerness.EAGER)).isEmpty();
    }

    @Test
    void inputsStayBelowTheLargestBlock() {
        BlockMeta first = block(0, "2026-03-01T21:00:00Z", 450);
        BlockMeta second = block(0, "2026-03-01T21:01:00Z", 450);
        block(0, "2026-03-01T21:02:00Z", 450);
        block(0, "2026-03-01T21:03:00Z", 1_001);
        assertThat(next()).containsExactly(first, second);
    }

    @Test
    void twoThatDoNotFitTogetherAreLeft() {
        block(0, "2026-03-01T21:00:00Z", 600);
        block(0, "2026-03-01T21:01:00Z", 600);
        assertThat(plan.next(blocks, NOW, Eagerness.EAGER)).isEmpty();
    }

    @Test
    void whatHasPiledUpIsMergedInLargePieces() {
        for (int i = 0; i < 30; i++) {
            block(0, "2026-03-01T21:00:%02dZ".formatted(i), 10);
        }
        assertThat(next()).hasSize(12);
    }

    @Test
    void aProcessWithLittleMemoryMergesFewBlocksAtOnce() {
        for (int i = 0; i < 30; i++) {
            block(0, "2026-03-01T21:00:%02dZ".formatted(i), 10);
        }
        assertThat(new MergePlan(settings.within(5)).next(blocks, NOW, Eagerness.PATIENT))
                .hasSize(5);
        assertThat(new MergePlan(settings.within(0)).next(blocks, NOW, Eagerness.PATIENT))
                .hasSize(2);
    }

    @Test
    void leftoversAreMergedOnceNothingMoreCame() {
        block(0, "2026-03-01T21:00:00Z", 10);
        block(0, "2026-03-01T21:01:00Z", 10);
        assertThat(next()).isEmpty();
        assertThat(plan.next(blocks, NOW, Eagerness.EAGER)).hasSize(2);
        assertThat(plan.next(blocks, NOW.plus(MergePlan.QUIET), Eagerness.PATIENT))
                .hasSize(2);
    }

    private List<BlockMeta> next() {
        return plan.next(blocks, NOW, Eagerness.PATIENT);
    }

    private BlockMeta block(int level, String start, long bytes) {
        long nanos = TimeRange.nanosOf(Instant.parse(start));
        BlockMeta block = new BlockMeta(
                BlockId.next(NOW, random).text(),
                "shop",
                "traces",
                1,
                nanos,
                nanos + 1,
                1,
                1,
                level,
                NOW.toEpochMilli(),
                List.of(new BlockMeta.BlockObject("meta.json", bytes, 0)));
        blocks.add(block);
        return block;
    }
}
