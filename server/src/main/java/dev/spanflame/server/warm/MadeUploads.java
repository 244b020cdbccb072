package dev.spanflame.server.warm;

import dev.spanflame.block.BlockTarget;
import dev.spanflame.block.profile.live.ProfileSegment;
import dev.spanflame.block.profile.store.ProfileBlocks;
import dev.spanflame.load.profile.ProfileLoad;
import dev.spanflame.model.profile.ProfileBatch;
import dev.spanflame.model.profile.ProfileLimits;
import dev.spanflame.objectstore.disk.RealDisk;
import dev.spanflame.objectstore.memory.MemoryObjectStore;
import dev.spanflame.proto.inflate.InflateBudget;
import dev.spanflame.proto.inflate.InflateLimits;
import dev.spanflame.proto.pyroscope.ProfileRequest;
import dev.spanflame.proto.pyroscope.UploadDecoder;
import java.io.IOException;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.SplittableRandom;

/// Profiles that were never sent: read as requests are, kept in memory as live data, made into blocks that are let go.
/// Not thread-safe.
final class MadeUploads {
    /// How many there are.
    static final int COUNT = 32;

    private static final long SEED = 1;
    private static final int SERVICES = 4;

    private final UploadDecoder decoder = new UploadDecoder(ProfileLimits.DEFAULT);
    private final InflateLimits limits = InflateLimits.ofBytes(ProfileLimits.DEFAULT.maxProfileBytes());
    private final InstantSource clock = InstantSource.system();
    private final List<byte[]> requests;
    private final Path staging;
    private ProfileSegment live = new ProfileSegment();

    /// `staging` is a folder for files that exist for a moment.
    MadeUploads(Path staging) {
        this.staging = staging;
        this.requests = ProfileLoad.requests(SEED, SERVICES, COUNT, now());
    }

    private long now() {
        return clock.millis() * 1_000_000;
    }

    /// Takes profile `index` in.
    void store(int index) {
        byte[] request = requests.get(index);
        InflateBudget budget = InflateBudget.alone(limits, request.length);
        for (ProfileBatch batch :
                decoder.decode(new ProfileRequest.Push(request), now(), budget).batches()) {
            live.append(batch);
        }
    }

    /// Makes a block of what was taken in, and begins anew; returns its number of samples.
    long flush() throws IOException {
        MemoryObjectStore objects = new MemoryObjectStore(new RealDisk(), clock);
        BlockTarget target = new BlockTarget(objects, staging, MadeSpans.TENANT, 0, clock, new SplittableRandom(SEED));
        long samples =
                new ProfileBlocks(objects, 0).write(live.contents(), target).rows();
        live = new ProfileSegment();
        return samples;
    }
}
