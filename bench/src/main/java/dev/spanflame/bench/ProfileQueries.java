package dev.spanflame.bench;

import dev.spanflame.block.BlockTarget;
import dev.spanflame.block.profile.FlameGraphBuilder;
import dev.spanflame.block.profile.LabelMatcher;
import dev.spanflame.block.profile.ProfilePartition;
import dev.spanflame.block.profile.ProfileSelection;
import dev.spanflame.block.profile.SeriesRequest;
import dev.spanflame.block.profile.SeriesSums;
import dev.spanflame.block.profile.StackMerge;
import dev.spanflame.block.profile.live.ProfileSegment;
import dev.spanflame.block.profile.store.ProfileBlocks;
import dev.spanflame.model.Tenant;
import dev.spanflame.model.TimeRange;
import dev.spanflame.model.profile.FlameGraph;
import dev.spanflame.objectstore.ObjectStore;
import dev.spanflame.objectstore.disk.RealDisk;
import dev.spanflame.objectstore.memory.MemoryObjectStore;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/// What questions about 240 profiles cost, 120 of them of CPU time, on one thread: microseconds a question.
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 5, time = 2)
@Measurement(iterations = 5, time = 2)
@Fork(1)
public class ProfileQueries {
    private static final LabelMatcher CPU = LabelMatcher.of(
            "__profile_type__", LabelMatcher.Operator.EQUAL, "process_cpu:cpu:nanoseconds:cpu:nanoseconds");
    private static final LabelMatcher SERVICE =
            LabelMatcher.of("service_name", LabelMatcher.Operator.EQUAL, "checkout");
    private static final int MAX_NODES = 8_192;

    /// Where the profiles are.
    @Param({"live", "block"})
    public String place = "";

    private List<ProfilePartition> partitions = List.of();

    /// Stores them.
    @Setup(Level.Trial)
    public void store() throws IOException {
        ProfileSegment segment = new ProfileSegment();
        for (byte[] request : SentProfiles.requests()) {
            segment.append(SentProfiles.batch(request));
        }
        partitions = List.of(place.equals("live") ? segment.snapshot() : block(segment));
    }

    private static ProfilePartition block(ProfileSegment segment) throws IOException {
        ObjectStore store = new MemoryObjectStore(new RealDisk(), Clock.systemUTC());
        Path staging = Files.createTempDirectory("bench");
        ProfileBlocks blocks = new ProfileBlocks(store, 256 << 20);
        BlockTarget target =
                new BlockTarget(store, staging, Tenant.ANONYMOUS, 0, Clock.systemUTC(), new SplittableRandom(1));
        ProfilePartition block = blocks.open(blocks.write(segment.contents(), target), () -> false);
        Files.delete(staging);
        return block;
    }

    private FlameGraph flameGraph(LabelMatcher... matchers) {
        ProfileSelection selection = ProfileSelection.of(List.of(matchers), TimeRange.ALL);
        return FlameGraphBuilder.build(StackMerge.merge(partitions, selection), MAX_NODES);
    }

    /// The flame graph of all services.
    @Benchmark
    public FlameGraph flameGraphOfAll() {
        return flameGraph(CPU);
    }

    /// The flame graph of one service.
    @Benchmark
    public FlameGraph flameGraphOfService() {
        return flameGraph(CPU, SERVICE);
    }

    /// CPU time by service, a point a minute.
    @Benchmark
    public List<SeriesSums.Series> seriesByService() {
        long end = 1_760_000_000_000L;
        return SeriesSums.sum(
                partitions,
                new SeriesRequest(
                        List.of(CPU),
                        end - TimeUnit.HOURS.toMillis(1),
                        end,
                        TimeUnit.MINUTES.toMillis(1),
                        List.of("service_name"),
                        SeriesRequest.Aggregation.SUM,
                        () -> false));
    }
}
