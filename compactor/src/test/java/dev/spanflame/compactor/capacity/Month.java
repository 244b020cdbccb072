package dev.spanflame.compactor.capacity;

import dev.spanflame.block.BlockMeta;
import dev.spanflame.block.BlockTarget;
import dev.spanflame.block.log.Change;
import dev.spanflame.block.log.CommitLog;
import dev.spanflame.block.log.CommitLogs;
import dev.spanflame.block.log.FaultyStore;
import dev.spanflame.block.log.ManualClock;
import dev.spanflame.compactor.CompactionSettings;
import dev.spanflame.compactor.Compactor;
import dev.spanflame.compactor.CompactorPorts;
import dev.spanflame.model.Signal;
import dev.spanflame.model.Tenant;
import dev.spanflame.model.TimeRange;
import dev.spanflame.model.metric.MemoryMeters;
import dev.spanflame.objectstore.disk.RealDisk;
import dev.spanflame.objectstore.memory.MemoryObjectStore;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/// Lets the real compactor and commit log live through days of one tenant's flushes, and counts what they
/// ask of the store.
final class Month {
    private static final Tenant TENANT = new Tenant("one");
    private static final Instant START = Instant.parse("2026-03-01T00:00:00Z");
    private static final Duration STEP = Duration.ofSeconds(30);

    private final Sizes sizes;
    private final ManualClock clock = new ManualClock(START);
    private final MemoryObjectStore memory = new MemoryObjectStore(new RealDisk(), clock);
    private final FaultyStore store = new FaultyStore(memory);
    private final Map<FaultyStore.Call, Long> calls = new EnumMap<>(FaultyStore.Call.class);
    private final Random random = new Random(1);
    private final CommitLog log;
    private final Compactor compactor;
    private final Hollow hollow;
    private long rewritten;
    private int mostBlocks;

    Month(Sizes sizes) {
        this.sizes = sizes;
        this.hollow = new Hollow(sizes);
        CommitLogs logs = new CommitLogs(store, "model", clock, random);
        this.log = logs.of(TENANT);
        this.compactor = new Compactor(
                new CompactorPorts(
                        logs,
                        store,
                        Map.of(Signal.TRACES, (inputs, target, cancelled) -> {
                            BlockMeta made = hollow.merge(inputs, target, cancelled);
                            rewritten += made.bytes();
                            return made;
                        }),
                        Path.of("unused"),
                        clock,
                        random,
                        new MemoryMeters()),
                CompactionSettings.defaults());
        store.before((call, key) -> {
            // the list of tenants is one for all of them
            if (!key.isEmpty()) {
                calls.merge(call, 1L, Long::sum);
            }
        });
    }

    /// What was there in the end, and what one day asked of the store on the average.
    ///
    /// @param blocks      live blocks at the end
    /// @param fortnight   blocks that hold data of the last 14 days
    /// @param mostBlocks  most live blocks at once
    /// @param bytes       stored at the end, removed blocks in their grace not counted
    /// @param entries     entries of the commit log, all time
    /// @param calls       requests of a day, by kind
    /// @param amplification times that a byte is written, its flush included
    record Bill(
            int blocks,
            int fortnight,
            int mostBlocks,
            long bytes,
            long entries,
            Map<FaultyStore.Call, Long> calls,
            double amplification) {
        /// Requests that are billed as writes: puts and listings.
        long writes() {
            return of(FaultyStore.Call.PUT) + of(FaultyStore.Call.PUT_IF_ABSENT) + of(FaultyStore.Call.LIST);
        }

        /// Requests that are billed as reads.
        long reads() {
            return of(FaultyStore.Call.GET) + of(FaultyStore.Call.RANGE) + of(FaultyStore.Call.HEAD);
        }

        private long of(FaultyStore.Call call) {
            return calls.getOrDefault(call, 0L);
        }
    }

    /// Lives through `days` after a single flush.
    Bill idle(int days) throws IOException {
        flush();
        for (Instant end = START.plus(Duration.ofDays(days)); clock.instant().isBefore(end); ) {
            clock.advance(STEP);
            compactor.runOnce();
        }
        return bill(days);
    }

    /// Lives through `days` of steady load.
    Bill live(int days) throws IOException {
        Instant end = START.plus(Duration.ofDays(days));
        Instant nextFlush = START.plus(sizes.flushEvery());
        while (clock.instant().isBefore(end)) {
            clock.advance(STEP);
            if (!clock.instant().isBefore(nextFlush)) {
                flush();
                nextFlush = nextFlush.plus(sizes.flushEvery());
            }
            compactor.runOnce();
            mostBlocks = Math.max(mostBlocks, log.known().blocks().size());
        }
        return bill(days);
    }

    private void flush() throws IOException {
        long to = TimeRange.nanosOf(clock.instant());
        long from = to - sizes.flushEvery().toNanos();
        long spans = sizes.spansADay() * sizes.flushEvery().toSeconds() / 86_400;
        BlockTarget target = new BlockTarget(store, Path.of("unused"), TENANT, 0, clock, random);
        BlockMeta block = hollow.put(target, from, to, spans);
        rewritten += block.bytes();
        if (log.commit(new Change(List.of(block), List.of(), List.of(), List.of()))
                .isEmpty()) {
            throw new IOException("refused");
        }
    }

    private Bill bill(int days) {
        List<BlockMeta> blocks = log.known().blocksOf(Signal.TRACES);
        long bytes = blocks.stream().mapToLong(BlockMeta::bytes).sum();
        long since = TimeRange.nanosOf(clock.instant().minus(Duration.ofDays(14)));
        Map<FaultyStore.Call, Long> daily = new EnumMap<>(FaultyStore.Call.class);
        calls.forEach((call, count) -> daily.put(call, count / days));
        int fortnight =
                (int) blocks.stream().filter(block -> block.endNanos() >= since).count();
        return new Bill(
                blocks.size(),
                fortnight,
                mostBlocks,
                bytes,
                log.known().number(),
                daily,
                rewritten / (double) Math.max(1, bytes));
    }
}
