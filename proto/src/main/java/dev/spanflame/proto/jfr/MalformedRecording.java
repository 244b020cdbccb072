package dev.spanflame.proto.jfr;

import dev.spanflame.model.BackendException;
import dev.spanflame.model.ErrorKind;

/// Makes the errors for recordings that cannot be read; the reason is Pyroscope's.
final class MalformedRecording {
    private MalformedRecording() {}

    /// An error of kind UNPROCESSABLE.
    static BackendException because(String what) {
        return new BackendException(ErrorKind.UNPROCESSABLE, "malformed_profile", "not a valid JFR recording: " + what);
    }
}
