package dev.spanflame.profiler;

import java.io.IOException;
import java.nio.file.Path;

/// Records this JVM into JFR files, one after the other. Used by one thread.
interface Recorder {
    /// Begins a recording into `file`; [IOException] says why it could not.
    void begin(Path file) throws IOException;

    /// Ends the recording; its file is complete then.
    void end() throws IOException;

    /// What it samples CPU time with, for the log: `cpu`, `ctimer`, `itimer`, or `none`.
    String engine();
}
