package dev.spanflame.server.config;

import java.time.Duration;

/// How long data is kept.
///
/// @param traces   Age at which traces are deleted. 0: never.
/// @param profiles Age at which profiles are deleted. 0: never.
public record Retention(Duration traces, Duration profiles) {
    /// Two weeks of both.
    public static Retention defaults() {
        return new Retention(Duration.ofDays(14), Duration.ofDays(14));
    }
}
