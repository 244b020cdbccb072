package dev.spanflame.ingester;

import dev.spanflame.model.BackendException;
import dev.spanflame.model.Tenant;
import dev.spanflame.model.profile.ProfileBatch;
import dev.spanflame.proto.pyroscope.ProfileRequest;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;

/// Takes profiles. Thread-safe.
@FunctionalInterface
public interface ProfileIntake {
    /// What became of a request: how many of its profiles were refused whole, and the error that tells
    /// of these and of sample types that were refused, where there is any; and how many samples were
    /// left out of profiles that are stored, and why. All else is stored.
    record Result(
            int refusedProfiles, Optional<BackendException> error, Map<ProfileBatch.Refusal, Integer> refusedSamples) {
        /// Copies the map.
        public Result {
            Map<ProfileBatch.Refusal, Integer> copy = new EnumMap<>(ProfileBatch.Refusal.class);
            copy.putAll(refusedSamples);
            refusedSamples = copy;
        }
    }

    /// Stores the profiles of `request`. When it returns, they are durable and every query sees them. A
    /// profile that was sent before is not stored again.
    ///
    /// Throws [BackendException] when nothing was stored and something else than the profiles is to
    /// blame, or when the request cannot be read at all.
    Result store(Tenant tenant, ProfileRequest request);
}
