package dev.spanflame.server.config;

import java.time.Duration;

/// What becomes of labels on their way in.
///
/// @param profiles File with rules that change the labels of profiles or drop them, see
///                 [relabelling](relabelling.md). Empty: no rules but Pyroscope's own.
/// @param reload   How often the file is looked at for changes. 0: it is read at the start alone.
public record Relabel(String profiles, Duration reload) {
    /// Checks ranges.
    public Relabel {
        new Rules()
                .that(
                        "reload",
                        reload.isZero() || reload.compareTo(Duration.ofMillis(100)) >= 0,
                        "must be 0 or at least 100ms")
                .check();
    }

    /// No rules; ten seconds.
    public static Relabel defaults() {
        return new Relabel("", Duration.ofSeconds(10));
    }
}
