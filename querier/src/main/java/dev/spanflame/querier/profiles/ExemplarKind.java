package dev.spanflame.querier.profiles;

/// What is shown as an example of a point.
public enum ExemplarKind {
    /// Nothing.
    NONE,
    /// The profile with the largest value.
    PROFILE,
    /// The span with the largest value in one profile.
    SPAN
}
