package dev.spanflame.ingester;

import dev.spanflame.model.Signal;
import dev.spanflame.model.Tenant;
import dev.spanflame.model.metric.Meters;
import dev.spanflame.model.profile.ProfileBatch;
import dev.spanflame.proto.pyroscope.Upload;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;

/// What is counted of profiles. Thread-safe.
final class ProfileMeters {
    private final Meters.Counter bytes;
    private final Meters.Counter profiles;
    private final Meters.Counter refusals;
    private final Meters.Counter samples;
    private final Meters.Counter dropped;
    private final Meters.Counter repeats;

    ProfileMeters(Meters meters) {
        bytes = meters.counter(
                "spanflame_received_bytes_total",
                "Bytes of requests after inflation, by tenant and signal",
                "tenant",
                "signal");
        profiles = meters.counter("spanflame_received_profiles_total", "Profiles in requests that were read", "tenant");
        refusals = meters.counter(
                "spanflame_refused_profiles_total",
                "Profiles and sample types refused while the rest was kept",
                "tenant",
                "reason");
        samples = meters.counter(
                "spanflame_refused_samples_total", "Samples left out of profiles that were kept", "tenant", "reason");
        dropped = meters.counter(
                "spanflame_dropped_profiles_total", "Profiles that a rule of relabelling dropped", "tenant");
        repeats = meters.counter(
                "spanflame_repeated_profiles_total", "Profiles that were sent again and not stored again", "tenant");
    }

    void received(Tenant tenant, Upload upload, int size) {
        bytes.add(size, tenant.id(), Signal.PROFILES.label());
        profiles.add(upload.batches().size(), tenant.id());
        upload.refused().forEach(refused -> refusals.increment(tenant.id(), refused.reason()));
    }

    void refusedSamples(Tenant tenant, Map<ProfileBatch.Refusal, Integer> counts) {
        counts.forEach(
                (why, count) -> samples.add(count, tenant.id(), why.name().toLowerCase(Locale.ROOT)));
    }

    /// Counts the profiles that `left` lacks and that were not refused either.
    void dropped(Tenant tenant, Upload all, Upload left) {
        Map<Integer, Integer> kept = new HashMap<>();
        left.parts().forEach(part -> kept.put(part.position(), part.batches().size()));
        int count = 0;
        for (Upload.Part part : all.parts()) {
            if (!left.refusedProfiles().get(part.position())) {
                count += part.batches().size() - kept.getOrDefault(part.position(), 0);
            }
        }
        if (count > 0) {
            dropped.add(count, tenant.id());
        }
    }

    void repeated(Tenant tenant, int count) {
        repeats.add(count, tenant.id());
    }
}
