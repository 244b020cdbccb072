package dev.spanflame.proto.symbols.elf;

import dev.spanflame.model.BackendException;

/// Makes the errors for files that are not what they say.
public final class MalformedElf {
    /// The reason of all these errors.
    public static final String REASON = "malformed_elf";

    private MalformedElf() {}

    /// An error of kind BAD_REQUEST.
    public static BackendException because(String what) {
        return BackendException.badRequest(REASON, "not a valid ELF file with symbols: " + what);
    }
}
