package dev.spanflame.bench;

import dev.spanflame.block.BlockMeta;
import dev.spanflame.block.profile.live.ProfileSegment;
import dev.spanflame.block.profile.store.ProfileBlocks;
import dev.spanflame.model.profile.ProfileBatch;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/// What it costs to make a block of 240 live profiles, and to make one block of two: nanoseconds a sample. Blocks are
/// kept in memory, staged on disk.
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@OperationsPerInvocation(SentProfiles.COUNT * SentProfiles.SAMPLES)
@Warmup(iterations = 5, time = 2)
@Measurement(iterations = 5, time = 2)
@Fork(1)
public class ProfileBlockWork {
    private final DroppedBlocks place = new DroppedBlocks();
    private final ProfileBlocks blocks = new ProfileBlocks(place.store(), 64 << 20);
    private final ProfileSegment segment = new ProfileSegment();
    private final List<BlockMeta> halves = new ArrayList<>();

    /// Makes the live profiles, and two blocks of half of them each.
    @Setup(Level.Trial)
    public void prepare() throws IOException {
        place.open();
        ProfileSegment half = new ProfileSegment();
        byte[][] requests = SentProfiles.requests();
        for (int i = 0; i < requests.length; i++) {
            ProfileBatch batch = SentProfiles.batch(requests[i]);
            segment.append(batch);
            half.append(batch);
            if (i % (requests.length / 2) == requests.length / 2 - 1) {
                halves.add(blocks.write(half.contents(), place.target(0)));
                half = new ProfileSegment();
            }
        }
    }

    /// Removes the staging folder.
    @TearDown(Level.Trial)
    public void clear() throws IOException {
        place.close();
    }

    /// From live data to a block.
    @Benchmark
    public BlockMeta encode() throws IOException {
        return place.dropped(blocks.write(segment.contents(), place.target(0)));
    }

    /// From two blocks to one.
    @Benchmark
    public BlockMeta merge() throws IOException {
        return place.dropped(blocks.merge(halves, place.target(1), () -> false));
    }
}
