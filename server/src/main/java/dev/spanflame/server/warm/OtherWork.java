package dev.spanflame.server.warm;

/// What the process has to do for others; asked from several threads.
public interface OtherWork {
    /// Whether it does something now.
    boolean isBusy();

    /// How many queries were let in so far.
    long queries();
}
