package dev.spanflame.bench;

import com.google.protobuf.InvalidProtocolBufferException;
import dev.spanflame.load.profile.ProfileLoad;
import dev.spanflame.load.trace.TraceLoadTimes;
import dev.spanflame.model.profile.ProfileBatch;
import dev.spanflame.model.profile.ProfileLimits;
import dev.spanflame.proto.inflate.InflateBudget;
import dev.spanflame.proto.inflate.InflateLimits;
import dev.spanflame.proto.push.v1.PushRequest;
import dev.spanflame.proto.pyroscope.ProfileRequest;
import dev.spanflame.proto.pyroscope.UploadDecoder;
import java.util.concurrent.TimeUnit;

/// The profiles that benchmarks work on: 2,000 samples each, of 40 services in turn. The same in every run.
final class SentProfiles {
    /// Six profiles of each service.
    static final int COUNT = 240;
    /// Samples of a profile, each with a stack of its own.
    static final int SAMPLES = 2_000;

    private static final UploadDecoder DECODER = new UploadDecoder(ProfileLimits.DEFAULT);
    private static final long END_SECOND = 1_760_000_000L;

    private SentProfiles() {}

    /// `push.v1.PushRequest` messages, one profile each.
    static byte[][] requests() {
        TraceLoadTimes times = new TraceLoadTimes(TimeUnit.SECONDS.toNanos(END_SECOND), TimeUnit.MINUTES.toNanos(10));
        ProfileLoad load = ProfileLoad.make(1, COUNT, ProfileLoad.Form.PUSH, times, 256L << 20);
        byte[][] requests = new byte[COUNT][];
        for (int i = 0; i < COUNT; i++) {
            requests[i] = load.payload(i).body();
        }
        return requests;
    }

    /// What a request becomes.
    static ProfileBatch batch(byte[] request) {
        return DECODER.decode(new ProfileRequest.Push(request), 1, budget(request))
                .batches()
                .getFirst();
    }

    /// A budget for what `content` inflates to.
    static InflateBudget budget(byte[] content) {
        return InflateBudget.alone(InflateLimits.ofBytes(ProfileLimits.DEFAULT.maxProfileBytes()), content.length);
    }

    /// The gzipped pprof in a request.
    static byte[] gzipped(byte[] request) {
        try {
            return PushRequest.parseFrom(request)
                    .getSeries(0)
                    .getSamples(0)
                    .getRawProfile()
                    .toByteArray();
        } catch (InvalidProtocolBufferException e) {
            throw new IllegalStateException("the load makes no valid request", e);
        }
    }
}
