package dev.spanflame.server.config;

import java.time.Duration;

/// Metrics made of profiles by the rules of `settings.v1.RecordingRulesService`.
///
/// @param interval How often what was counted becomes a sample, and how soon a new rule counts. 0:
/// rules are kept, but
/// nothing is counted.
public record RecordingRules(Duration interval) {
    /// Checks the range.
    public RecordingRules {
        new Rules()
                .that(
                        "interval",
                        interval.isZero() || interval.compareTo(Duration.ofSeconds(5)) >= 0,
                        "must be 0 or at least 5s")
                .check();
    }

    /// Once a minute.
    public static RecordingRules defaults() {
        return new RecordingRules(Duration.ofMinutes(1));
    }
}
