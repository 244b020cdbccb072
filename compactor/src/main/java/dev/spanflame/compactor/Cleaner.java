package dev.spanflame.compactor;

import dev.spanflame.block.BlockMeta;
import dev.spanflame.block.log.Change;
import dev.spanflame.block.log.CommitLog;
import dev.spanflame.block.log.Snapshot;
import dev.spanflame.compactor.CompactionMeters.Failure;
import dev.spanflame.model.Signal;
import dev.spanflame.model.TimeRange;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;

/// Ends what is past its time: data past its retention, the objects of removed blocks past their grace, the memory
/// of removed blocks that cannot come back. Used under the compactor's lock.
final class Cleaner {
    private static final System.Logger LOG = System.getLogger(Cleaner.class.getName());

    /// A removed block is remembered until the commit log refuses it for its age (12 hours) anyway: whoever commits
    /// it late, with its objects gone, must be told that it was there.
    static final Duration REMEMBERED = Duration.ofHours(13);

    private final CompactorPorts ports;
    private final CompactionSettings settings;
    private final CompactionMeters meters;
    private final BooleanSupplier stopping;

    Cleaner(CompactorPorts ports, CompactionSettings settings, CompactionMeters meters, BooleanSupplier stopping) {
        this.ports = ports;
        this.settings = settings;
        this.meters = meters;
        this.stopping = stopping;
    }

    /// Removes the blocks whose youngest instant is past the retention of their signal.
    void expire(CommitLog log) {
        for (Signal signal : Signal.values()) {
            Optional<Duration> retention = settings.retentionOf(signal);
            if (retention.isPresent()) {
                long oldest = TimeRange.nanosOf(ports.clock().instant().minus(retention.get()));
                List<String> expired = log.known().blocksOf(signal).stream()
                        .filter(block -> block.endNanos() < oldest)
                        .map(BlockMeta::id)
                        .toList();
                remove(log, signal, expired);
            }
        }
    }

    private void remove(CommitLog log, Signal signal, List<String> expired) {
        if (expired.isEmpty()) {
            return;
        }
        try {
            if (log.commit(Change.remove(expired)).isPresent()) {
                meters.expired.add(expired.size(), signal.label());
            } else {
                meters.failed(Failure.CONFLICT);
            }
        } catch (IOException | RuntimeException e) {
            failed(Failure.COMMIT, log, "removal of expired blocks", e);
        }
    }

    /// Deletes the objects of blocks that were removed a grace ago, then forgets those that cannot come back.
    void clean(CommitLog log, TenantState state) {
        Instant now = ports.clock().instant();
        List<String> forgotten = new ArrayList<>();
        for (Snapshot.Removed removed : log.known().removed().values()) {
            Instant since = Instant.ofEpochMilli(removed.timeMillis());
            if (stopping.getAsBoolean()) {
                return;
            }
            if (!since.plus(settings.grace()).isAfter(now)
                    && isEmptied(log, removed.meta(), state)
                    && !removed.meta().blockId().begun().plus(REMEMBERED).isAfter(now)) {
                forgotten.add(removed.meta().id());
            }
        }
        forget(log, forgotten);
    }

    private boolean isEmptied(CommitLog log, BlockMeta block, TenantState state) {
        if (state.emptied.contains(block.id())) {
            return true;
        }
        if (!block.tenant().equals(log.tenant().id())) {
            LOG.log(System.Logger.Level.ERROR, "the log of tenant {0} names a block of {1}", log.tenant(), block);
            return false;
        }
        try {
            new BlockObjects(ports.store()).delete(block);
            state.emptied.add(block.id());
            meters.deleted.increment("removed");
            return true;
        } catch (IOException | RuntimeException e) {
            failed(Failure.DELETE, log, "deletion of removed block " + block.id(), e);
            return false;
        }
    }

    private void forget(CommitLog log, List<String> blocks) {
        if (blocks.isEmpty()) {
            return;
        }
        try {
            // Empty when another compactor has forgotten one of them: the next look finds the rest.
            Optional<Snapshot> _ = log.commit(Change.forget(blocks));
        } catch (IOException | RuntimeException e) {
            failed(Failure.COMMIT, log, "forgetting of removed blocks", e);
        }
    }

    private void failed(Failure failure, CommitLog log, String what, Exception cause) {
        meters.failed(failure);
        LOG.log(System.Logger.Level.WARNING, what + " of tenant " + log.tenant() + " failed", cause);
    }
}
