package dev.spanflame.generator.graph;

/// Takes halves of calls that another process puts together.
@FunctionalInterface
public interface EdgeOutlet {
    /// Sends `halves`, a message of so many of them, to the process `owner`. Never blocks.
    void send(int owner, byte[] halves, int count);
}
