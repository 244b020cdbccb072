package dev.spanflame.compactor;

import dev.spanflame.block.BlockMerge;
import dev.spanflame.block.BlockMeta;
import dev.spanflame.model.Signal;
import dev.spanflame.model.TimeRange;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.TreeMap;

/// Makes old blocks of a signal coarser, once: those whose last instant is older than `after`, by
/// `merge`.
///
/// The blocks of a day are merged as far as they fit into one. What is done has the level [#LEVEL] and is
/// left alone from then on.
public record Downsampling(Signal signal, BlockMerge merge, Duration after) {
    /// Level of the blocks that are made.
    public static final int LEVEL = 1_000;

    private static final long DAY_NANOS = Duration.ofDays(1).toNanos();

    /// The inputs of the next merge, in order of time; empty when nothing is due.
    List<BlockMeta> next(List<BlockMeta> blocks, Instant now, long maxBytes) {
        long oldest = TimeRange.nanosOf(now.minus(after));
        TreeMap<Long, List<BlockMeta>> days = new TreeMap<>();
        for (BlockMeta block : blocks) {
            if (block.level() < LEVEL && block.endNanos() < oldest) {
                days.computeIfAbsent(Math.floorDiv(block.startNanos(), DAY_NANOS), _ -> new ArrayList<>())
                        .add(block);
            }
        }
        return days.isEmpty() ? List.of() : fitting(days.firstEntry().getValue(), maxBytes);
    }

    private static List<BlockMeta> fitting(List<BlockMeta> day, long maxBytes) {
        day.sort(Comparator.comparingLong(BlockMeta::startNanos).thenComparing(BlockMeta::id));
        List<BlockMeta> inputs = new ArrayList<>();
        long bytes = 0;
        for (BlockMeta block : day) {
            bytes += block.bytes();
            if (!inputs.isEmpty() && bytes > maxBytes) {
                break;
            }
            inputs.add(block);
        }
        return inputs;
    }
}
