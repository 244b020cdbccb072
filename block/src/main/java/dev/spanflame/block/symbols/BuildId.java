package dev.spanflame.block.symbols;

import dev.spanflame.model.BackendException;
import java.util.Locale;
import java.util.Optional;

/// A GNU build id: 2 to 40 hexadecimal digits, in lower case.
public record BuildId(String digits) {
    private static final int MOST = 40;

    /// The id that `text` is, in either case; empty where it is none.
    public static Optional<BuildId> of(String text) {
        boolean valid = text.length() >= 2
                && text.length() <= MOST
                && text.chars().allMatch(c -> Character.digit(c, 16) >= 0 && c < 128);
        return valid ? Optional.of(new BuildId(text.toLowerCase(Locale.ROOT))) : Optional.empty();
    }

    /// The id that a request names; throws [BackendException] of kind BAD_REQUEST where it names none.
    public static BuildId parse(String text) {
        return of(text).orElseThrow(() -> BackendException.badRequest(
                "invalid_build_id",
                "gnu_build_id '" + (text.length() > 60 ? text.substring(0, 60) + "..." : text)
                        + "' is not valid: expected 2 to 40 hexadecimal digits"));
    }

    @Override
    public String toString() {
        return digits;
    }
}
