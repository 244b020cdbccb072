package dev.spanflame.load.demo;

import java.io.IOException;
import java.util.List;

/// Starts a server for the demo.
@FunctionalInterface
public interface ServerStarter {
    /// Returns once the server answers; it goes on until the process ends.
    ///
    /// @param arguments what the user gave beyond the demo's own options, for the server to judge
    /// @throws IOException with a message for the user when it cannot start
    ServerAddresses start(List<String> arguments) throws IOException;
}
