package dev.spanflame.load.crash;

import java.util.List;

/// Sends content that says itself what it is, and remembers what was acknowledged. What was not is never sent again, so
/// that it is there at most once. Used by one thread at a time.
interface Sender {
    /// Connects to a new life of the server.
    void connect(ServerPorts ports);

    /// Sends one request; returns false if it was not acknowledged.
    boolean send() throws InterruptedException;

    /// Ends the connection.
    void disconnect();

    /// All promises so far.
    List<Promises> promises();
}
