package dev.spanflame.ingester.relabel;

import dev.spanflame.model.Tenant;
import dev.spanflame.model.profile.ProfileLimits;
import dev.spanflame.proto.pyroscope.Upload;

/// Changes the labels of profiles on their way in, and drops some. Thread-safe.
@FunctionalInterface
public interface Relabelling {
    /// What is left of `upload`, and how it is labelled. Profiles that break a rule of labels then are
    /// refused.
    Upload apply(Tenant tenant, Upload upload, ProfileLimits limits);
}
