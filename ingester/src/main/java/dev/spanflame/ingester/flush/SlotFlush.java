package dev.spanflame.ingester.flush;

import dev.spanflame.block.BlockMeta;
import dev.spanflame.block.log.Change;
import dev.spanflame.block.log.CommitLog;
import dev.spanflame.block.log.LogEntry;
import dev.spanflame.block.log.Snapshot;
import dev.spanflame.block.wal.WalStream;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// The flush of one segment: its block, and whether that is committed. Kept between attempts, because after
/// a failed commit nobody knows whether it happened: the block that was built must be committed or seen in
/// the log, never a second one.
final class SlotFlush {
    /// An upload older than this is not committed any more: the sweep of orphans takes objects after 24
    /// hours.
    private static final Duration COMMIT_WITHIN = Duration.ofHours(12);

    private final FlushTarget target;
    private final WalStream stream;
    private final long through;
    private @Nullable BlockMeta built;
    private long builtMillis;

    SlotFlush(FlushTarget target, WalStream stream, long through) {
        this.target = target;
        this.stream = stream;
        this.through = through;
    }

    /// Builds the block unless it was built before, and commits it. Returns what was stored.
    <S> Optional<BlockMeta> run(S segment, BlockBuild<S> build) throws IOException {
        CommitLog log = target.logs().of(stream.tenant());
        BlockMeta known = built;
        if (known != null && isThere(log.refreshSettled(), known)) {
            return Optional.of(known);
        }
        if (known == null || isTooOld()) {
            builtMillis = target.clock().millis();
            Optional<BlockMeta> made = build.build(segment, target.block(stream.tenant()));
            if (made.isEmpty()) {
                return made;
            }
            known = made.get();
            built = known;
        }
        commit(log, known);
        return Optional.of(known);
    }

    private boolean isTooOld() {
        return target.clock().millis() - builtMillis > COMMIT_WITHIN.toMillis();
    }

    private void commit(CommitLog log, BlockMeta block) throws IOException {
        LogEntry.Flushed flushed =
                new LogEntry.Flushed(target.ingester(), stream.signal().label(), through);
        Optional<Snapshot> after = log.commit(Change.flush(List.of(block), flushed));
        if (after.isEmpty() && !isThere(log.known(), block)) {
            throw new IOException("the log of tenant " + stream.tenant() + " refused block " + block.id());
        }
    }

    private static boolean isThere(Snapshot snapshot, BlockMeta block) {
        return snapshot.blocks().containsKey(block.id()) || snapshot.removed().containsKey(block.id());
    }
}
