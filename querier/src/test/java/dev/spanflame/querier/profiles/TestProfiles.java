package dev.spanflame.querier.profiles;

import dev.spanflame.block.BlockMeta;
import dev.spanflame.block.live.LiveData;
import dev.spanflame.block.live.LiveProfiles;
import dev.spanflame.block.live.LiveSpans;
import dev.spanflame.block.log.Change;
import dev.spanflame.block.log.CommitLogs;
import dev.spanflame.block.log.LogEntry;
import dev.spanflame.block.profile.live.ProfileSegment;
import dev.spanflame.block.profile.store.TestBlocks;
import dev.spanflame.block.symbols.SymbolObjects;
import dev.spanflame.block.symbols.SymbolQuota;
import dev.spanflame.model.Signal;
import dev.spanflame.model.Tenant;
import dev.spanflame.model.metric.MemoryMeters;
import dev.spanflame.model.profile.ProfileBatch;
import dev.spanflame.querier.damage.DamagedBlocks;
import dev.spanflame.querier.symbols.NativeFrames;
import dev.spanflame.querier.symbols.SymbolSettings;
import dev.spanflame.querier.symbols.Symbolizer;
import java.io.IOException;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/// Live profiles and blocks of one tenant in memory, as an ingester and a compactor would leave them.
public final class TestProfiles implements LiveData {
    private static final String INGESTER = "ingester-1";

    private final TestBlocks blocks = new TestBlocks();
    private final CommitLogs logs = new CommitLogs(blocks.store(), "test", Clock.systemUTC(), new SplittableRandom(1));
    private final List<LiveProfiles> segments = new ArrayList<>();
    private long sequence;

    /// A store over them.
    public ProfileStore store() {
        DamagedBlocks damaged = new DamagedBlocks(Clock.systemUTC(), new MemoryMeters());
        return new ProfileStore(this, logs, blocks.blocks(), damaged);
    }

    /// Names for native frames, from the files in the object store; `debuginfod` are asked for others.
    public NativeFrames natives(URI... debuginfod) {
        SymbolSettings settings = new SymbolSettings(
                List.of(debuginfod), 64 << 20, new SymbolQuota(100, 64 << 20), Duration.ofSeconds(20), 64 << 20);
        return new NativeFrames(new Symbolizer(symbols(), settings, Clock.systemUTC()));
    }

    /// The files with symbols.
    public SymbolObjects symbols() {
        return new SymbolObjects(blocks.store());
    }

    /// The logs, to change what the store sees.
    public CommitLogs logs() {
        return logs;
    }

    /// The logs as another process over the same store has them.
    public static CommitLogs otherProcess(TestProfiles profiles) {
        return new CommitLogs(profiles.blocks.store(), "other", Clock.systemUTC(), new SplittableRandom(2));
    }

    /// The blocks.
    public TestBlocks blocks() {
        return blocks;
    }

    /// Keeps the batches as a live segment.
    public TestProfiles live(ProfileBatch... batches) {
        ProfileSegment segment = TestBlocks.segment(List.of(batches));
        segments.add(new LiveProfiles(INGESTER, ++sequence, segment.snapshot()));
        return this;
    }

    /// Writes every live segment as a block. The segments stay, as they do for a while in an ingester.
    public List<BlockMeta> flush(List<List<ProfileBatch>> batches) throws IOException {
        List<BlockMeta> metas = new ArrayList<>();
        for (List<ProfileBatch> one : batches) {
            metas.add(blocks.write(one));
        }
        LogEntry.Flushed through = new LogEntry.Flushed(INGESTER, Signal.PROFILES.label(), sequence);
        if (logs.of(Tenant.ANONYMOUS).commit(Change.flush(metas, through)).isEmpty()) {
            throw new IOException("the flush of " + metas + " was refused");
        }
        return metas;
    }

    @Override
    public List<LiveSpans> spans(Tenant tenant) {
        return List.of();
    }

    @Override
    public List<LiveProfiles> profiles(Tenant tenant) {
        return tenant.equals(Tenant.ANONYMOUS) ? List.copyOf(segments) : List.of();
    }
}
