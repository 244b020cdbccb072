package dev.spanflame.ingester.flush;

import dev.spanflame.block.BlockMeta;
import dev.spanflame.block.wal.Wal;
import dev.spanflame.ingester.live.LiveStream;
import dev.spanflame.ingester.live.LiveStreams;
import dev.spanflame.ingester.live.Segment;
import dev.spanflame.ingester.live.Slot;
import dev.spanflame.model.metric.Meters;
import java.io.IOException;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Flushes the streams of one signal, the segments of a stream in order. Used by one thread at a time.
final class StreamFlusher<S extends Segment<?>> {
    private static final System.Logger LOG = System.getLogger("flush");

    private final LiveStreams<?, S> streams;
    private final BlockBuild<S> build;
    private final FlushTarget target;
    private final Meters.Counter flushes;
    private final Meters.Counter failures;
    private final Map<Slot<S>, SlotFlush> underWay = new HashMap<>();

    StreamFlusher(LiveStreams<?, S> streams, BlockBuild<S> build, FlushTarget target, Meters meters) {
        this.streams = streams;
        this.build = build;
        this.target = target;
        this.flushes = meters.counter("spanflame_flushes_total", "Blocks written from live data", "signal");
        this.failures = meters.counter(
                "spanflame_flush_failures_total",
                "Flushes that failed and are tried again; the data is kept",
                "signal");
    }

    LiveStreams<?, S> streams() {
        return streams;
    }

    /// Streams with data in their open segment, those with the most bytes first.
    List<LiveStream<S>> byBytes() {
        return streams.all().stream()
                .filter(stream -> !stream.open().isEmpty())
                .sorted(Comparator.comparingLong(
                        (LiveStream<S> stream) -> -stream.open().heldBytes()))
                .toList();
    }

    /// Ends the open segment of a stream, so that all records given a sequence number so far are before the
    /// cut.
    void cut(LiveStream<S> stream, Wal wal) {
        wal.mark(stream::cut);
    }

    /// Writes everything that was cut. Returns the first failure, after which the next call goes on; the
    /// streams of other tenants are not kept from their flush by it.
    @Nullable
    IOException flushCut(@Nullable Wal wal) {
        @Nullable IOException first = null;
        for (LiveStream<S> stream : streams.all()) {
            try {
                flushCut(stream, wal);
            } catch (IOException e) {
                failures.increment(streams.signal().label());
                LOG.log(
                        System.Logger.Level.WARNING,
                        "flush failed and will be tried again tenant="
                                + stream.id().tenant() + " signal="
                                + streams.signal().label() + " cause=" + e.getMessage());
                first = first == null ? e : first;
            }
        }
        return first;
    }

    private void flushCut(LiveStream<S> stream, @Nullable Wal wal) throws IOException {
        for (Optional<Slot<S>> next = stream.oldestCut(); next.isPresent(); next = stream.oldestCut()) {
            Slot<S> slot = next.get();
            slot.awaitQuiet();
            flush(stream, slot);
            underWay.remove(slot);
            stream.dropOldestCut();
            if (wal != null) {
                wal.release(stream.id(), slot.through());
            }
        }
    }

    private void flush(LiveStream<S> stream, Slot<S> slot) throws IOException {
        @Nullable S segment = slot.segment();
        if (segment == null) {
            return;
        }
        long begin = System.nanoTime();
        FlushEvent event = new FlushEvent();
        event.begin();
        SlotFlush flush = underWay.computeIfAbsent(slot, s -> new SlotFlush(target, stream.id(), s.through()));
        Optional<BlockMeta> block = flush.run(segment, build);
        if (block.isPresent()) {
            flushes.increment(streams.signal().label());
            event.finish(block.get());
            LOG.log(
                    System.Logger.Level.INFO,
                    "block written tenant=" + block.get().tenant() + " signal="
                            + block.get().signal() + " block="
                            + block.get().id() + " rows=" + block.get().rows() + " bytes="
                            + block.get().bytes()
                            + " millis=" + (System.nanoTime() - begin) / 1_000_000);
        }
    }
}
