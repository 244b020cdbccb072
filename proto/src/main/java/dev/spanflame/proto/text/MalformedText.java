package dev.spanflame.proto.text;

import dev.spanflame.model.BackendException;

/// Makes the errors for profiles that cannot be read; the reason is Pyroscope's.
final class MalformedText {
    private static final int SHOWN = 80;

    private MalformedText() {}

    /// An error of kind BAD_REQUEST.
    static BackendException because(String format, String what) {
        return BackendException.badRequest(
                "malformed_profile", "not a valid profile in format " + format + ": " + what);
    }

    /// The beginning of what was sent.
    static String shown(String text) {
        return text.length() > SHOWN ? text.substring(0, SHOWN) + "..." : text;
    }
}
