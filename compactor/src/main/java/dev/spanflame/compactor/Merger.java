package dev.spanflame.compactor;

import dev.spanflame.block.BlockMerge;
import dev.spanflame.block.BlockMeta;
import dev.spanflame.block.BlockTarget;
import dev.spanflame.block.Damage;
import dev.spanflame.block.log.Change;
import dev.spanflame.block.log.CommitLog;
import dev.spanflame.block.log.Snapshot;
import dev.spanflame.compactor.CompactionMeters.Failure;
import dev.spanflame.model.Signal;
import dev.spanflame.model.Tenant;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;

/// Merges blocks into one and commits the exchange. Thread-safe.
final class Merger {
    private static final System.Logger LOG = System.getLogger(Merger.class.getName());

    /// How a merge ended.
    enum Result {
        /// The blocks are replaced.
        DONE,
        /// Somebody else was first; what is there now is to be looked at again.
        CONFLICT,
        /// It failed; trying again at once is no help.
        FAILED,
        /// The compactor is stopping.
        CANCELLED
    }

    /// How a merge ended, and which blocks are not to be merged for a while because of that.
    record Outcome(Result result, List<String> resting) {
        private static Outcome of(Result result, List<BlockMeta> inputs) {
            return new Outcome(result, result == Result.FAILED ? ids(inputs) : List.of());
        }

        /// After a failure that tells of one damaged block the others may go on without it.
        private static Outcome failed(Throwable failure, List<BlockMeta> inputs) {
            return Damage.block(failure)
                    .filter(ids(inputs)::contains)
                    .map(damaged -> new Outcome(Result.FAILED, List.of(damaged)))
                    .orElseGet(() -> of(Result.FAILED, inputs));
        }
    }

    private final CompactorPorts ports;
    private final CompactionMeters meters;
    private final BooleanSupplier stopping;

    Merger(CompactorPorts ports, CompactionMeters meters, BooleanSupplier stopping) {
        this.ports = ports;
        this.meters = meters;
        this.stopping = stopping;
    }

    /// Merges `inputs`, blocks of one signal that are live in `log`.
    Outcome merge(CommitLog log, Signal signal, BlockMerge merge, List<BlockMeta> inputs) {
        int level = inputs.stream().mapToInt(BlockMeta::level).max().orElse(0) + 1;
        return merge(log, signal, merge, inputs, level);
    }

    /// The same into a block of the given level.
    Outcome merge(CommitLog log, Signal signal, BlockMerge merge, List<BlockMeta> inputs, int level) {
        long begin = System.nanoTime();
        MergeEvent event = new MergeEvent();
        event.begin();
        Optional<BlockMeta> output;
        try {
            output = Optional.of(merge.merge(inputs, target(log.tenant(), level), stopping));
        } catch (IOException | RuntimeException e) {
            if (stopping.getAsBoolean()) {
                return Outcome.of(Result.CANCELLED, inputs);
            }
            failed(Failure.MERGE, log.tenant(), "merge of " + ids(inputs), e);
            return Outcome.failed(e, inputs);
        }
        Result result = commit(log, inputs, output.get());
        if (result == Result.DONE) {
            event.finish(inputs, output.get());
            meters.compactions.increment(signal.label());
            meters.compactedBytes.add(
                    inputs.stream().mapToLong(BlockMeta::bytes).sum(), signal.label());
            meters.seconds.observe((System.nanoTime() - begin) / 1e9, signal.label());
        }
        return Outcome.of(result, inputs);
    }

    private BlockTarget target(Tenant tenant, int level) {
        return new BlockTarget(ports.store(), ports.staging(), tenant, level, ports.clock(), ports.random());
    }

    private Result commit(CommitLog log, List<BlockMeta> inputs, BlockMeta output) {
        try {
            if (log.commit(Change.replace(ids(inputs), List.of(output))).isPresent()) {
                return Result.DONE;
            }
            meters.failed(Failure.CONFLICT);
            drop(log, output);
            return Result.CONFLICT;
        } catch (IOException e) {
            return lookUp(log, output, e);
        } catch (RuntimeException e) {
            failed(Failure.COMMIT, log.tenant(), "commit of " + output.id(), e);
            return Result.FAILED;
        }
    }

    /// The outcome is not known: the objects stay, because the entry that names them may still arrive. If
    /// it never does, they are swept as orphans.
    private Result lookUp(CommitLog log, BlockMeta output, IOException cause) {
        try {
            if (knows(log.refresh(), output)) {
                return Result.DONE;
            }
        } catch (IOException | RuntimeException e) {
            cause.addSuppressed(e);
        }
        failed(Failure.COMMIT, log.tenant(), "commit of " + output.id(), cause);
        return Result.FAILED;
    }

    /// Deletes the objects of a block that no entry names and none will.
    private void drop(CommitLog log, BlockMeta output) {
        if (knows(log.known(), output)) {
            return;
        }
        try {
            new BlockObjects(ports.store()).delete(output);
        } catch (IOException e) {
            failed(Failure.DELETE, log.tenant(), "deletion of the needless block " + output.id(), e);
        }
    }

    private static boolean knows(Snapshot snapshot, BlockMeta block) {
        return snapshot.blocks().containsKey(block.id()) || snapshot.removed().containsKey(block.id());
    }

    private static List<String> ids(List<BlockMeta> blocks) {
        return blocks.stream().map(BlockMeta::id).toList();
    }

    private void failed(Failure failure, Tenant tenant, String what, Exception cause) {
        meters.failed(failure);
        LOG.log(System.Logger.Level.WARNING, what + " of tenant " + tenant + " failed", cause);
    }
}
