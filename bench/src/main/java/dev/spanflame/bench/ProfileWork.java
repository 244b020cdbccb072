package dev.spanflame.bench;

import dev.spanflame.block.profile.FlameGraphBuilder;
import dev.spanflame.block.profile.ProfileSelection;
import dev.spanflame.block.profile.StackMerge;
import dev.spanflame.block.profile.live.ProfileSegment;
import dev.spanflame.load.profile.ProfileLoad;
import dev.spanflame.load.trace.TraceLoadTimes;
import dev.spanflame.model.Labels;
import dev.spanflame.model.TimeRange;
import dev.spanflame.model.profile.FlameGraph;
import dev.spanflame.model.profile.ProfileBatch;
import dev.spanflame.model.profile.ProfileLimits;
import dev.spanflame.proto.pprof.PprofDecoder;
import dev.spanflame.proto.push.v1.PushRequest;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.zip.GZIPInputStream;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/// What a profile of 2,000 stacks costs on its way into live data, and what a flame graph over live data
/// costs, on one thread; 40 services in turn, as a server sees them.
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 5, time = 2)
@Measurement(iterations = 5, time = 2)
@Fork(1)
public class ProfileWork {
    private static final int PROFILES = 240;
    /// Profiles of a segment before a new one is begun, about as in the server.
    private static final int SEGMENT = 1_800;

    private final byte[][] profiles = new byte[PROFILES][];
    private final PprofDecoder decoder = new PprofDecoder(ProfileLimits.DEFAULT);
    private final ProfileSegment full = new ProfileSegment();
    private ProfileSegment live = new ProfileSegment();
    private int next;

    /// Makes the profiles, the same in every run, and a segment of all of them.
    @Setup(Level.Trial)
    public void makeProfiles() {
        long end = TimeUnit.SECONDS.toNanos(1_760_000_000L);
        ProfileLoad load = ProfileLoad.make(
                1, PROFILES, ProfileLoad.Form.PUSH, new TraceLoadTimes(end, TimeUnit.MINUTES.toNanos(10)), 256L << 20);
        for (int i = 0; i < PROFILES; i++) {
            profiles[i] = inflated(load.payload(i).body());
            full.append(decoded(i));
        }
    }

    private static byte[] inflated(byte[] push) {
        try {
            byte[] gzip = PushRequest.parseFrom(push)
                    .getSeries(0)
                    .getSamples(0)
                    .getRawProfile()
                    .toByteArray();
            try (GZIPInputStream in = new GZIPInputStream(new ByteArrayInputStream(gzip))) {
                return in.readAllBytes();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private ProfileBatch decoded(int index) {
        ProfileBatch batch = decoder.decode(profiles[index]);
        batch.setLabels(Labels.of("__name__", "process_cpu", "service_name", "service-" + index % 40));
        return batch;
    }

    /// One profile from inflated pprof to a batch.
    @Benchmark
    public ProfileBatch decode() {
        next = (next + 1) % PROFILES;
        return decoded(next);
    }

    /// One profile from inflated pprof to live data.
    @Benchmark
    public ProfileSegment decodeAndAppend() {
        live.append(decode());
        if (live.profileCount() > SEGMENT) {
            live = new ProfileSegment();
        }
        return live;
    }

    /// The flame graph of 240 live profiles.
    @Benchmark
    public FlameGraph flameGraph() {
        ProfileSelection all = ProfileSelection.of(List.of(), TimeRange.ALL);
        return FlameGraphBuilder.build(StackMerge.merge(List.of(full.snapshot()), all), 8_192);
    }
}
