package dev.spanflame.server.config;

/// What becomes of labels on their way in.
///
/// @param profiles File with rules that change the labels of profiles or drop them, see
///                 [relabelling](relabelling.md). Read at the start. Empty: no rules but Pyroscope's own.
public record Relabel(String profiles) {
    /// No rules.
    public static Relabel defaults() {
        return new Relabel("");
    }
}
