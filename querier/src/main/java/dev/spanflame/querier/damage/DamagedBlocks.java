package dev.spanflame.querier.damage;

import dev.spanflame.block.BlockMeta;
import dev.spanflame.block.Damage;
import dev.spanflame.model.metric.Meters;
import dev.spanflame.proto.edge.Notes;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/// Blocks that are listed but are not as they were written, or are gone. Queries leave them out, and try again after
/// [#LEFT_OUT]: a disk may be mended, a block restored. Thread-safe.
public final class DamagedBlocks {
    /// How long a block is not tried again.
    public static final Duration LEFT_OUT = Duration.ofMinutes(10);

    private static final System.Logger LOG = System.getLogger("querier");

    private final Map<String, Long> untilMillis = new ConcurrentHashMap<>();
    private final InstantSource clock;
    private final Meters.Counter found;

    /// None so far. The metrics say how often damage was met and how many blocks are left out.
    public DamagedBlocks(InstantSource clock, Meters meters) {
        this.clock = clock;
        found = meters.counter(
                "spanflame_damaged_blocks_total", "Blocks in which queries met damage, or that were gone");
        meters.gauge(
                "spanflame_blocks_left_out",
                "Blocks that queries leave out because they are damaged",
                List.of(),
                () -> Meters.Reading.single(count()));
    }

    /// Those of `metas` that are not known to be damaged. Where some are left out the caller of the request is told.
    public List<BlockMeta> sound(List<BlockMeta> metas) {
        if (untilMillis.isEmpty()) {
            return metas;
        }
        List<BlockMeta> sound =
                metas.stream().filter(meta -> !isDamaged(meta.id())).toList();
        if (sound.size() < metas.size()) {
            Notes.add(text(metas.size() - sound.size()));
        }
        return sound;
    }

    /// What callers are told where `blocks` were left out.
    public static String text(int blocks) {
        return blocks + (blocks == 1 ? " block is" : " blocks are") + " damaged and left out";
    }

    /// Remembers the block that `failure` tells of, if it tells of one.
    boolean learn(Throwable failure) {
        Optional<String> block = Damage.block(failure);
        if (block.isEmpty()) {
            return false;
        }
        long until = clock.millis() + LEFT_OUT.toMillis();
        if (untilMillis.put(block.get(), until) == null) {
            found.increment();
            LOG.log(
                    System.Logger.Level.WARNING,
                    "a block is damaged, queries leave it out for " + LEFT_OUT.toMinutes() + " minutes: object="
                            + Damage.object(failure).orElse(""),
                    failure);
        }
        return true;
    }

    private int count() {
        untilMillis.keySet().removeIf(id -> !isDamaged(id));
        return untilMillis.size();
    }

    private boolean isDamaged(String id) {
        Long until = untilMillis.get(id);
        if (until != null && until <= clock.millis()) {
            untilMillis.remove(id, until);
            return false;
        }
        return until != null;
    }
}
