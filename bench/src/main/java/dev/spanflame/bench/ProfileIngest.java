package dev.spanflame.bench;

import dev.spanflame.block.profile.live.ProfileSegment;
import dev.spanflame.model.profile.ProfileBatch;
import dev.spanflame.model.profile.ProfileLimits;
import dev.spanflame.proto.inflate.BoundedInflater;
import dev.spanflame.proto.inflate.ContentCoding;
import dev.spanflame.proto.pprof.PprofDecoder;
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
import org.openjdk.jmh.annotations.Warmup;

/// What a profile costs on its way from a request to live data, on one thread, step by step: nanoseconds a sample.
/// With `-prof gc`, `gc.alloc.rate.norm` is bytes a sample. A profile of 2,000 samples takes 2,000 times as much.
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@OperationsPerInvocation(SentProfiles.SAMPLES)
@Warmup(iterations = 5, time = 2)
@Measurement(iterations = 5, time = 2)
@Fork(1)
public class ProfileIngest {
    /// Rows of profiles of a segment before a new one is begun, about as in the server.
    private static final int SEGMENT = 1_800;

    private final byte[][] requests = SentProfiles.requests();
    private final byte[][] gzipped = new byte[SentProfiles.COUNT][];
    private final byte[][] inflated = new byte[SentProfiles.COUNT][];
    private final ProfileBatch[] batches = new ProfileBatch[SentProfiles.COUNT];
    private final PprofDecoder pprof = new PprofDecoder(ProfileLimits.DEFAULT);
    private ProfileSegment live = new ProfileSegment();
    private int next;

    /// Does the steps once, so that each can be measured alone.
    @Setup(Level.Trial)
    public void prepare() {
        for (int i = 0; i < SentProfiles.COUNT; i++) {
            gzipped[i] = SentProfiles.gzipped(requests[i]);
            inflated[i] = inflated(gzipped[i]);
            batches[i] = SentProfiles.batch(requests[i]);
        }
    }

    private static byte[] inflated(byte[] content) {
        return BoundedInflater.inflate(ContentCoding.GZIP, content, SentProfiles.budget(content));
    }

    private int turn() {
        next = (next + 1) % SentProfiles.COUNT;
        return next;
    }

    /// From gzip to pprof.
    @Benchmark
    public byte[] inflate() {
        return inflated(gzipped[turn()]);
    }

    /// From pprof to a batch.
    @Benchmark
    public ProfileBatch decode() {
        return pprof.decode(inflated[turn()]);
    }

    /// From a batch to live data.
    @Benchmark
    public ProfileSegment append() {
        if (live.profileCount() > SEGMENT) {
            live = new ProfileSegment();
        }
        live.append(batches[turn()]);
        return live;
    }

    /// From a request to a batch: inflated, decoded, its content hashed.
    @Benchmark
    public ProfileBatch upload() {
        return SentProfiles.batch(requests[turn()]);
    }
}
