package dev.spanflame.proto.otlp.profile;

import dev.spanflame.model.BackendException;

/// Makes the errors for profiles that cannot be read; the reason is Pyroscope's.
final class MalformedOtlp {
    private MalformedOtlp() {}

    /// An error of kind BAD_REQUEST.
    static BackendException because(String what) {
        return BackendException.badRequest("malformed_profile", "not a valid OTLP profile: " + what);
    }
}
