package dev.spanflame.load.send;

/// A receiver of payloads. May be used by many threads at once.
public interface Target extends AutoCloseable {
    /// Sends one payload and waits for the answer.
    Outcome send(Payload payload) throws InterruptedException;

    @Override
    void close();
}
