package dev.spanflame.compactor;

import dev.spanflame.block.BlockMeta;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// Says which blocks of one tenant and signal are merged next.
///
/// Blocks of one level whose data begins on the same day (UTC) belong together; among them, neighbours in time are
/// merged. So a block is rewritten once per level, and blocks of a day become few and large.
final class MergePlan {
    /// A group that got no new block for this long is merged though it is small: nothing more may come.
    static final Duration QUIET = Duration.ofHours(1);

    private static final long DAY_NANOS = Duration.ofDays(1).toNanos();
    private static final Comparator<BlockMeta> BY_TIME =
            Comparator.comparingLong(BlockMeta::startNanos).thenComparing(BlockMeta::id);

    /// Which groups are merged.
    enum Eagerness {
        /// Those with enough blocks, and those that got no new one for a while.
        PATIENT,
        /// All with two blocks or more.
        EAGER
    }

    private record Group(int level, long day) implements Comparable<Group> {
        @Override
        public int compareTo(Group other) {
            return level != other.level ? Integer.compare(level, other.level) : Long.compare(other.day, day);
        }
    }

    private final CompactionSettings settings;

    MergePlan(CompactionSettings settings) {
        this.settings = settings;
    }

    /// The inputs of the next merge, in order of time; empty when nothing is to be merged.
    List<BlockMeta> next(List<BlockMeta> blocks, Instant now, Eagerness eagerness) {
        Map<Group, List<BlockMeta>> groups = new TreeMap<>();
        for (BlockMeta block : blocks) {
            if (block.level() < settings.maxLevel() && block.bytes() <= settings.maxBlockBytes()) {
                Group group = new Group(block.level(), Math.floorDiv(block.startNanos(), DAY_NANOS));
                groups.computeIfAbsent(group, _ -> new ArrayList<>()).add(block);
            }
        }
        for (List<BlockMeta> group : groups.values()) {
            group.sort(BY_TIME);
            int enough = eagerness == Eagerness.EAGER || isQuiet(group, now)
                    ? 2
                    : Math.min(settings.fanIn(), settings.mostInputs());
            List<BlockMeta> inputs = neighbours(group, enough);
            if (!inputs.isEmpty()) {
                return inputs;
            }
        }
        return List.of();
    }

    private static boolean isQuiet(List<BlockMeta> group, Instant now) {
        long newest = group.stream().mapToLong(BlockMeta::createdMillis).max().orElse(Long.MAX_VALUE);
        return newest <= now.minus(QUIET).toEpochMilli();
    }

    /// The first run of neighbours that is long enough, or as large as a block may get.
    private List<BlockMeta> neighbours(List<BlockMeta> group, int enough) {
        for (int from = 0; from + 1 < group.size(); from++) {
            int to = from;
            long bytes = 0;
            int most = Math.min(group.size(), from + settings.mostInputs());
            while (to < most && bytes + group.get(to).bytes() <= settings.maxBlockBytes()) {
                bytes += group.get(to).bytes();
                to++;
            }
            boolean full = to < most;
            if (to - from >= enough || (full && to - from >= 2)) {
                return List.copyOf(group.subList(from, to));
            }
        }
        return List.of();
    }
}
