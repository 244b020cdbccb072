package dev.spanflame.ingester;

import dev.spanflame.model.Tenant;
import dev.spanflame.proto.pyroscope.ProfileRequest;

/// Takes profiles. Thread-safe.
@FunctionalInterface
public interface ProfileIntake {
    /// Stores the profiles of `request`. When it returns, they are durable and every query sees them.
    ///
    /// Throws [dev.spanflame.model.BackendException] when something was refused, after the rest was stored,
    /// as its message says.
    void store(Tenant tenant, ProfileRequest request);
}
