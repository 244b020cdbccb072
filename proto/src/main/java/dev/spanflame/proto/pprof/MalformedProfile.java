package dev.spanflame.proto.pprof;

import dev.spanflame.model.BackendException;

/// Makes the errors for profiles that cannot be read; the reason is Pyroscope's.
final class MalformedProfile {
    static final String REASON = "malformed_profile";

    private MalformedProfile() {}

    /// An error of kind BAD_REQUEST.
    static BackendException because(String what) {
        return BackendException.badRequest(REASON, "not a valid pprof profile: " + what);
    }
}
