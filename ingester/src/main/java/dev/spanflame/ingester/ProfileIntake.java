package dev.spanflame.ingester;

import dev.spanflame.model.BackendException;
import dev.spanflame.model.Tenant;
import dev.spanflame.proto.pyroscope.ProfileRequest;
import java.util.Optional;

/// Takes profiles. Thread-safe.
@FunctionalInterface
public interface ProfileIntake {
    /// What became of a request: how many of its profiles were refused whole, and the error that tells
    /// of these and of sample types that were refused, where there is any. All else is stored.
    record Result(int refusedProfiles, Optional<BackendException> error) {}

    /// Stores the profiles of `request`. When it returns, they are durable and every query sees them. A
    /// profile that was sent before is not stored again.
    ///
    /// Throws [BackendException] when nothing was stored and something else than the profiles is to
    /// blame, or when the request cannot be read at all.
    Result store(Tenant tenant, ProfileRequest request);
}
