package io.pyroscope.javaagent.api;

/// Holds the levels of the agent's log, which is on standard error.
public interface Logger {
    /// Writes a line of a level in the way of [String#format].
    void log(Level level, String message, Object... arguments);

    /// From many lines to few.
    enum Level {
        /// All there is.
        DEBUG,
        /// For operators.
        INFO,
        /// What is lost or not as wished.
        WARN,
        /// What does not work at all.
        ERROR
    }
}
