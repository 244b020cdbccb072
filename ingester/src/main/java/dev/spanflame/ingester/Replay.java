package dev.spanflame.ingester;

import dev.spanflame.block.log.CommitLogs;
import dev.spanflame.block.log.Snapshot;
import dev.spanflame.block.wal.WalRecord;
import dev.spanflame.block.wal.WalReplay;
import dev.spanflame.block.wal.WalStream;
import dev.spanflame.ingester.flush.Flusher;
import dev.spanflame.ingester.live.LiveMemory;
import dev.spanflame.ingester.live.LiveStreams;
import dev.spanflame.ingester.live.TraceSegment;
import dev.spanflame.model.Signal;
import dev.spanflame.model.Tenant;
import dev.spanflame.model.metric.Meters;
import dev.spanflame.model.trace.SpanBatch;
import dev.spanflame.objectstore.disk.Disk;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;

/// Fills the live streams with what the write-ahead log has and no committed block does. When live memory
/// runs full, blocks are written on the way.
final class Replay {
    /// Where the records go.
    record Streams(LiveStreams<SpanBatch, TraceSegment> traces, ProfileStore.Live profiles, IngestLimits limits) {}

    private final String ingester;
    private final CommitLogs logs;
    private final Streams streams;
    private final LiveMemory memory;
    private final Flusher flusher;
    private final Map<WalStream, Long> flushed = new HashMap<>();
    private final SequenceGaps gaps = new SequenceGaps();

    Replay(String ingester, CommitLogs logs, Streams streams, LiveMemory memory, Flusher flusher) {
        this.ingester = ingester;
        this.logs = logs;
        this.streams = streams;
        this.memory = memory;
        this.flusher = flusher;
    }

    /// Reads the log in `folder`. Throws [IOException] when the log or the store cannot be read; then
    /// nothing is lost and it can be tried again.
    WalReplay.Outcome run(Disk disk, Path folder, Meters meters) throws IOException {
        for (Tenant tenant : logs.tenants()) {
            Snapshot snapshot = logs.of(tenant).refreshSettled();
            for (Signal signal : Signal.values()) {
                flushed.put(new WalStream(tenant, signal), snapshot.flushedThrough(ingester, signal));
            }
        }
        return WalReplay.run(disk, folder, meters, this::restore);
    }

    /// Up to where each stream is in committed blocks.
    Map<WalStream, Long> flushed() {
        return flushed;
    }

    private void restore(WalRecord walRecord) {
        gaps.saw(walRecord.sequence());
        WalStream stream =
                new WalStream(walRecord.entry().tenant(), walRecord.entry().signal());
        if (walRecord.sequence() <= flushed.getOrDefault(stream, 0L)) {
            return;
        }
        switch (stream.signal()) {
            case TRACES -> SpanStore.restore(streams.traces(), walRecord);
            case PROFILES -> ProfileStore.restore(streams.profiles(), walRecord, streams.limits());
        }
        long used = memory.usedBytes();
        long capacity = memory.capacityBytes();
        if (used > capacity / 2 && (!gaps.isOpen() || used > capacity / 10 * 9)) {
            makeRoom(gaps.highest());
        }
    }

    private void makeRoom(long last) {
        try {
            flusher.flushReplayed(last);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
