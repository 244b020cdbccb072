package dev.spanflame.ingester.flush;

import dev.spanflame.block.wal.Wal;
import dev.spanflame.block.wal.WalStream;
import dev.spanflame.ingester.live.LiveMemory;
import dev.spanflame.ingester.live.LiveStream;
import dev.spanflame.ingester.live.LiveStreams;
import dev.spanflame.ingester.live.ProfileHold;
import dev.spanflame.ingester.live.Segment;
import dev.spanflame.ingester.live.TraceSegment;
import dev.spanflame.model.metric.Meters;
import java.io.IOException;
import java.util.List;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/// Decides which live data becomes blocks, and sees to it. Thread-safe: one flush at a time.
public final class Flusher {
    private static final System.Logger LOG = System.getLogger("flush");

    private final FlushRules rules;
    private final LiveMemory memory;
    private final List<StreamFlusher<?>> flushers;
    private final ReentrantLock lock = new ReentrantLock();
    private volatile String trouble = "";

    /// Flushes `traces` and `profiles` by `builds`.
    public Flusher(
            FlushRules rules,
            LiveMemory memory,
            LiveStreams<?, TraceSegment> traces,
            LiveStreams<?, ProfileHold> profiles,
            Builds builds) {
        this.rules = rules;
        this.memory = memory;
        this.flushers = List.of(
                new StreamFlusher<>(traces, builds.traces(), builds.target(), builds.meters()),
                new StreamFlusher<>(profiles, builds.profiles(), builds.target(), builds.meters()));
    }

    /// How blocks are made and where they go.
    public record Builds(
            BlockBuild<TraceSegment> traces, BlockBuild<ProfileHold> profiles, FlushTarget target, Meters meters) {}

    /// Flushes what the rules say is due, and what failed before. Returns whether everything went well.
    public boolean flushDue(Wal wal) {
        lock.lock();
        try {
            boolean unsafe = wal.takeLoss();
            for (StreamFlusher<?> flusher : flushers) {
                if (unsafe) {
                    rescue(flusher, wal);
                } else {
                    cutByAge(flusher, wal);
                }
            }
            cutBySize(wal);
            cutByLog(wal);
            return flushCut(wal) == null;
        } finally {
            lock.unlock();
        }
    }

    /// Flushes everything that was acknowledged before the call.
    public void flushAll(Wal wal) throws IOException {
        lock.lock();
        try {
            for (StreamFlusher<?> flusher : flushers) {
                cutAll(flusher, wal);
            }
            @Nullable IOException failure = flushCut(wal);
            if (failure != null) {
                throw failure;
            }
        } finally {
            lock.unlock();
        }
    }

    /// During a replay, before the log is open for writing: makes blocks of everything read so far, up to
    /// and with the record `last`.
    public void flushReplayed(long last) throws IOException {
        lock.lock();
        try {
            for (StreamFlusher<?> flusher : flushers) {
                flusher.streams().all().forEach(stream -> stream.cut(last));
            }
            @Nullable IOException failure = flushCut(null);
            if (failure != null) {
                throw failure;
            }
        } finally {
            lock.unlock();
        }
    }

    private @Nullable IOException flushCut(@Nullable Wal wal) {
        @Nullable IOException first = null;
        for (StreamFlusher<?> flusher : flushers) {
            @Nullable IOException failure = flusher.flushCut(wal);
            first = first == null ? failure : first;
        }
        trouble = first == null ? "" : "" + first.getMessage();
        return first;
    }

    /// Why the last attempt to write blocks failed; empty when it did not.
    public String trouble() {
        return trouble;
    }

    /// The log lost its files: what is in memory alone becomes blocks now.
    private static <S extends Segment<?>> void rescue(StreamFlusher<S> flusher, Wal wal) {
        for (LiveStream<S> stream : flusher.byBytes()) {
            LOG.log(
                    System.Logger.Level.ERROR,
                    "files of the write-ahead log were removed, writing live data to a block now tenant="
                            + stream.id().tenant());
            flusher.cut(stream, wal);
        }
    }

    private static <S extends Segment<?>> void cutAll(StreamFlusher<S> flusher, Wal wal) {
        flusher.byBytes().forEach(stream -> flusher.cut(stream, wal));
    }

    private <S extends Segment<?>> void cutByAge(StreamFlusher<S> flusher, Wal wal) {
        long now = System.nanoTime();
        for (LiveStream<S> stream : flusher.byBytes()) {
            boolean small = stream.open().heldBytes() < rules.smallBytes();
            long limit = (small ? rules.smallAge() : rules.maxAge()).toNanos();
            if (stream.open().ageNanos(now) >= limit) {
                flusher.cut(stream, wal);
            }
        }
    }

    private void cutBySize(Wal wal) {
        long limit = Math.min(rules.maxBytes(), memory.capacityBytes() / 2);
        if (openBytes() <= limit) {
            return;
        }
        for (StreamFlusher<?> flusher : flushers) {
            cutLargest(flusher, wal, limit / 2);
        }
    }

    private <S extends Segment<?>> void cutLargest(StreamFlusher<S> flusher, Wal wal, long goal) {
        for (LiveStream<S> stream : flusher.byBytes()) {
            if (openBytes() > goal) {
                flusher.cut(stream, wal);
            }
        }
    }

    private long openBytes() {
        long sum = 0;
        for (StreamFlusher<?> flusher : flushers) {
            for (LiveStream<?> stream : flusher.streams().all()) {
                sum += stream.open().heldBytes();
            }
        }
        return sum;
    }

    private void cutByLog(Wal wal) {
        if (wal.bytes() <= rules.maxLogBytes()) {
            return;
        }
        Set<WalStream> pins = wal.pins();
        for (StreamFlusher<?> flusher : flushers) {
            cutPinned(flusher, wal, pins);
        }
    }

    private static <S extends Segment<?>> void cutPinned(StreamFlusher<S> flusher, Wal wal, Set<WalStream> pins) {
        for (LiveStream<S> stream : flusher.byBytes()) {
            if (pins.contains(stream.id())) {
                flusher.cut(stream, wal);
            }
        }
    }
}
