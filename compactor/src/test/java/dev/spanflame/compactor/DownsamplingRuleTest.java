package dev.spanflame.compactor;

import static org.assertj.core.api.Assertions.assertThat;

import dev.spanflame.block.BlockMeta;
import dev.spanflame.model.Signal;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

final class DownsamplingRuleTest {
    private static final Instant NOW = Instant.parse("2026-03-10T12:00:00Z");

    private final Downsampling rule = new Downsampling(
            Signal.PROFILES,
            (_, _, _) -> {
                throw new AssertionError("only asked what is due");
            },
            Duration.ofDays(7));

    private static BlockMeta block(String id, String start, int level, long bytes) {
        long nanos = Instant.parse(start).getEpochSecond() * 1_000_000_000L;
        return new BlockMeta(
                id,
                "anonymous",
                "profiles",
                1,
                nanos,
                nanos + Duration.ofHours(1).toNanos(),
                1,
                1,
                level,
                0,
                List.of(new BlockMeta.BlockObject("a", bytes, 0)));
    }

    private List<String> next(long maxBytes, BlockMeta... blocks) {
        return rule.next(List.of(blocks), NOW, maxBytes).stream()
                .map(BlockMeta::id)
                .toList();
    }

    @Test
    void oldBlocksOfADayAreDueTogether() {
        BlockMeta late = block("late", "2026-03-02T20:00:00Z", 4, 10);
        BlockMeta early = block("early", "2026-03-02T01:00:00Z", 2, 10);
        BlockMeta next = block("next", "2026-03-03T01:00:00Z", 4, 10);
        BlockMeta young = block("young", "2026-03-05T01:00:00Z", 4, 10);
        assertThat(next(100, late, next, young, early)).containsExactly("early", "late");
        assertThat(next(15, late, next, young, early)).containsExactly("early");
        assertThat(next(5, late, next, young, early)).containsExactly("early");
        assertThat(next(100, next, young)).containsExactly("next");
        assertThat(next(100, young)).isEmpty();
    }

    @Test
    void whatIsDoneIsLeftAlone() {
        assertThat(next(100, block("done", "2026-03-01T00:00:00Z", Downsampling.LEVEL, 10)))
                .isEmpty();
    }
}
