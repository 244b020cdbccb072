package dev.spanflame.server.config.value;

/// A value that is never printed: not in logs, not on status pages, not by `toString`.
///
/// @param value the real thing; empty when not set
public record Secret(String value) {
    /// Not set.
    public static final Secret NONE = new Secret("");

    @Override
    public String toString() {
        return value.isEmpty() ? "" : "******";
    }
}
