package dev.spanflame.querier.profiles;

import dev.spanflame.block.BlockMeta;
import dev.spanflame.block.live.LiveData;
import dev.spanflame.block.live.LiveProfiles;
import dev.spanflame.block.log.CommitLog;
import dev.spanflame.block.log.CommitLogs;
import dev.spanflame.block.log.Snapshot;
import dev.spanflame.block.profile.ProfileBlockReader;
import dev.spanflame.block.profile.ProfilePartition;
import dev.spanflame.model.Signal;
import dev.spanflame.model.Tenant;
import dev.spanflame.model.TimeRange;
import dev.spanflame.proto.edge.Notes;
import dev.spanflame.querier.damage.BlockAttempts;
import dev.spanflame.querier.damage.DamagedBlocks;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.Function;

/// All profiles of a tenant as one: what is live, and what is in blocks. Thread-safe.
///
/// Every profile acknowledged before a query is in its answer, once. Blocks written by other processes
/// show at most [#MAX_AGE] late.
public final class ProfileStore {
    /// How old the list of blocks may be.
    public static final Duration MAX_AGE = Duration.ofSeconds(2);

    private final LiveData live;
    private final CommitLogs logs;
    private final ProfileBlockReader blocks;
    private final DamagedBlocks damaged;
    private final BlockAttempts attempts;

    /// Over live data, the lists of blocks, and the blocks but the damaged ones.
    public ProfileStore(LiveData live, CommitLogs logs, ProfileBlockReader blocks, DamagedBlocks damaged) {
        this.live = live;
        this.logs = logs;
        this.blocks = blocks;
        this.damaged = damaged;
        this.attempts = new BlockAttempts(damaged);
    }

    /// What to look at: profiles of these tenants that overlap the window. `cancelled` is asked before
    /// each fetch.
    public record Scope(List<Tenant> tenants, TimeRange window, BooleanSupplier cancelled) {
        /// Copies the list.
        public Scope {
            tenants = List.copyOf(tenants);
        }
    }

    /// The answer that `question` gives for the partitions that hold every profile of the scope, each
    /// once.
    ///
    /// `question` is asked again, over a new list of blocks, when a block was deleted while it was read,
    /// and without a block that is damaged, so it must not keep anything of a first attempt. Throws
    /// [dev.spanflame.model.BackendException] of kind CANCELLED when the caller went away.
    public <T> T ask(Scope scope, Function<List<ProfilePartition>, T> question) throws IOException {
        return askPlaces(scope, places -> question.apply(places.all()));
    }

    /// Where the profiles of a scope lie: partitions of live data and of blocks, and the bytes of these
    /// blocks.
    public record Places(List<ProfilePartition> live, List<ProfilePartition> blocks, long blockBytes) {
        /// All partitions.
        public List<ProfilePartition> all() {
            List<ProfilePartition> all = new ArrayList<>(live);
            all.addAll(blocks);
            return all;
        }
    }

    /// The same as [#ask] for a question that cares where profiles lie.
    public <T> T askPlaces(Scope scope, Function<Places, T> question) throws IOException {
        return attempts.ask(fresh -> attempt(scope, fresh, question));
    }

    private <T> T attempt(Scope scope, boolean fresh, Function<Places, T> question) throws IOException {
        try {
            return question.apply(places(scope, fresh));
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
    }

    private Places places(Scope scope, boolean fresh) throws IOException {
        List<ProfilePartition> inMemory = new ArrayList<>();
        List<ProfilePartition> inBlocks = new ArrayList<>();
        long bytes = 0;
        for (Tenant tenant : scope.tenants()) {
            List<LiveProfiles> segments = live.profiles(tenant);
            CommitLog log = logs.of(tenant);
            Snapshot snapshot = fresh ? log.refresh() : log.read(MAX_AGE);
            for (LiveProfiles segment : segments) {
                if (!segment.isIn(snapshot) && segment.partition().range().overlaps(scope.window())) {
                    inMemory.add(segment.partition());
                }
            }
            List<BlockMeta> listed = snapshot.blocksOf(Signal.PROFILES).stream()
                    .filter(meta -> meta.range().overlaps(scope.window()))
                    .toList();
            for (BlockMeta meta : damaged.sound(listed)) {
                inBlocks.add(blocks.open(meta, scope.cancelled()));
                bytes += meta.bytes();
            }
        }
        Notes.opened(inBlocks.size(), bytes);
        return new Places(inMemory, inBlocks, bytes);
    }

    /// From the earliest start to the latest end of a profile of the tenants; empty when there is none.
    public Optional<TimeRange> extent(List<Tenant> tenants) throws IOException {
        Optional<TimeRange> extent = Optional.empty();
        for (Tenant tenant : tenants) {
            List<LiveProfiles> segments = live.profiles(tenant);
            Snapshot snapshot = logs.of(tenant).read(MAX_AGE);
            for (LiveProfiles segment : segments) {
                if (!segment.isIn(snapshot) && segment.partition().rows().count() > 0) {
                    extent = Optional.of(union(extent, segment.partition().range()));
                }
            }
            for (BlockMeta meta : snapshot.blocksOf(Signal.PROFILES)) {
                extent = Optional.of(union(extent, meta.range()));
            }
        }
        return extent;
    }

    private static TimeRange union(Optional<TimeRange> known, TimeRange more) {
        return known.map(range -> range.union(more)).orElse(more);
    }
}
