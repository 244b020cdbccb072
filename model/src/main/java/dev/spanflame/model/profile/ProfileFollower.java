package dev.spanflame.model.profile;

import dev.spanflame.model.Tenant;
import java.util.List;

/// Sees profiles once they are acknowledged, beside storage: what they are made into never decides over
/// their fate. Thread-safe.
@FunctionalInterface
public interface ProfileFollower {
    /// Takes nothing.
    ProfileFollower NONE = (_, _) -> {};

    /// The profiles of one upload that were stored, on the thread that stored them. Neither blocks nor
    /// throws, and keeps nothing of them.
    void stored(Tenant tenant, List<ProfileBatch> profiles);
}
