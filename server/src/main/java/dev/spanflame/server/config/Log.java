package dev.spanflame.server.config;

/// What is logged.
///
/// @param level Least level that is written: `error`, `warn`, `info`, `debug` or `trace`.
public record Log(Level level) {
    /// Levels, from the least to the most talkative.
    public enum Level {
        /// Faults that need somebody.
        ERROR,
        /// What may become one.
        WARN,
        /// One line per event of the server.
        INFO,
        /// Details for those who look for something.
        DEBUG,
        /// Everything.
        TRACE
    }

    /// Events of the server.
    public static Log defaults() {
        return new Log(Level.INFO);
    }
}
