package dev.spanflame.ingester;

import dev.spanflame.block.wal.Wal;
import dev.spanflame.block.wal.WalEntry;
import dev.spanflame.block.wal.WalRecord;
import dev.spanflame.ingester.live.LiveStreams;
import dev.spanflame.ingester.live.ProfileHold;
import dev.spanflame.model.Signal;
import dev.spanflame.model.Tenant;
import dev.spanflame.model.metric.Meters;
import dev.spanflame.model.profile.ProfileBatch;
import dev.spanflame.model.profile.ProfileFollower;
import dev.spanflame.model.profile.ProfileLimits;
import dev.spanflame.proto.inflate.InFlightBudget;
import dev.spanflame.proto.inflate.InflateBudget;
import dev.spanflame.proto.inflate.InflateLimits;
import dev.spanflame.proto.pyroscope.ProfileRequest;
import dev.spanflame.proto.pyroscope.Upload;
import dev.spanflame.proto.pyroscope.UploadDecoder;
import java.time.InstantSource;
import java.util.BitSet;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/// The way of profiles: decoded, judged, made durable, made visible.
final class ProfileStore implements ProfileIntake {
    /// The body of an entry is a [ProfileRequest] as [ProfileRequest#toBytes] writes it.
    static final int FORMAT_REQUEST = 1;

    private final Wal wal;
    private final LiveStreams<List<ProfileBatch>, ProfileHold> streams;
    private final IngestLimits limits;
    private final InstantSource clock;
    private final UploadDecoder decoder;
    private final ProfileMeters meters;
    private final RecentProfiles recent;
    private volatile ProfileFollower follower = ProfileFollower.NONE;

    /// Where profiles live: as they come in, and as those stored lately are remembered.
    record Live(LiveStreams<List<ProfileBatch>, ProfileHold> streams, RecentProfiles recent) {}

    ProfileStore(Wal wal, Live live, IngestLimits limits, InstantSource clock, Meters meters) {
        this.wal = wal;
        this.streams = live.streams();
        this.recent = live.recent();
        this.limits = limits;
        this.clock = clock;
        this.decoder = new UploadDecoder(limits.profiles());
        this.meters = new ProfileMeters(meters);
    }

    /// See [Ingester#follow].
    void follow(ProfileFollower next) {
        follower = next;
    }

    @Override
    public Result store(Tenant tenant, ProfileRequest request) {
        byte[] body = request.toBytes();
        limits.rate().take(tenant, body.length);
        try (InFlightBudget.Reservation memory = limits.memory().reserve(body.length)) {
            long received = SpanStore.nanos(clock);
            InflateLimits inflate = InflateLimits.ofBytes(limits.profiles().maxProfileBytes());
            Upload upload = judged(
                    tenant,
                    decoder.decode(request, received, new InflateBudget(inflate, body.length, memory)),
                    received);
            storeNew(tenant, new Received(upload, received, body));
            return new Result(upload.refusedProfiles().cardinality(), upload.error(), refusedSamples(tenant, upload));
        }
    }

    private Upload judged(Tenant tenant, Upload decoded, long received) {
        Upload named = limits.relabel().apply(tenant, decoded, limits.profiles());
        meters.dropped(tenant, decoded, named);
        return limits.times().refuse(named, received);
    }

    private Map<ProfileBatch.Refusal, Integer> refusedSamples(Tenant tenant, Upload upload) {
        Map<ProfileBatch.Refusal, Integer> counts = new EnumMap<>(ProfileBatch.Refusal.class);
        for (ProfileBatch batch : upload.batches()) {
            for (ProfileBatch.Refusal why : ProfileBatch.Refusal.values()) {
                if (batch.refusedCount(why) > 0) {
                    counts.merge(why, batch.refusedCount(why), Integer::sum);
                }
            }
        }
        meters.refusedSamples(tenant, counts);
        return counts;
    }

    private void storeNew(Tenant tenant, Received received) {
        RecentProfiles.Claim claim = recent.claim(tenant, received.upload(), received.nanos());
        boolean stored = false;
        try {
            meters.repeated(tenant, claim.repeated().cardinality());
            store(tenant, new Received(received.upload().without(claim.repeated()), received.nanos(), received.body()));
            stored = true;
        } finally {
            claim.settle(stored, received.nanos());
        }
    }

    private record Received(Upload upload, long nanos, byte[] body) {}

    private void store(Tenant tenant, Received received) {
        Upload upload = received.upload();
        meters.received(tenant, upload, received.body().length);
        if (!upload.batches().isEmpty()) {
            WalEntry entry = new WalEntry(
                    tenant,
                    Signal.PROFILES,
                    FORMAT_REQUEST,
                    received.nanos(),
                    upload.refusedProfiles(),
                    received.body());
            streams.store(wal, entry, upload.batches(), ProfileHold.worstCaseBytes(upload.batches()));
            follower.stored(tenant, upload.batches());
        }
    }

    /// Takes back a record of a replay.
    static void restore(Live live, WalRecord walRecord, IngestLimits limits) {
        WalEntry entry = walRecord.entry();
        if (entry.format() != FORMAT_REQUEST) {
            throw new IllegalArgumentException("profiles in the unknown format " + entry.format());
        }
        ProfileLimits profiles = limits.profiles();
        InflateBudget budget =
                InflateBudget.alone(InflateLimits.ofBytes(profiles.maxProfileBytes()), entry.body().length);
        Upload decoded = new UploadDecoder(profiles)
                .decode(ProfileRequest.parse(entry.body()), entry.receivedNanos(), budget, entry.refused());
        Upload upload = limits.relabel().apply(entry.tenant(), decoded, profiles);
        BitSet repeated = live.recent().restore(entry.tenant(), upload, entry.receivedNanos());
        live.streams().restore(entry.tenant(), upload.without(repeated).batches());
    }
}
