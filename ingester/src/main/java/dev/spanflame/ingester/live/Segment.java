package dev.spanflame.ingester.live;

/// Live data of one tenant and signal between two cuts; `B` is what one request brings. Thread-safe.
public interface Segment<B> {
    /// Keeps `batch` and shows it to readers; returns by how many bytes the estimate of the memory held has
    /// changed, which may be negative when an estimate was replaced by a measurement.
    long append(B batch);
}
