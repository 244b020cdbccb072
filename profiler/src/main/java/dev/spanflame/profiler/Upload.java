package dev.spanflame.profiler;

import java.time.Instant;

/// A recording that waits to be sent. Its bytes are not copied and not changed.
///
/// @param from when it began
/// @param until when it ended
/// @param gzippedJfr the JFR file, compressed
record Upload(Instant from, Instant until, byte[] gzippedJfr) {}
