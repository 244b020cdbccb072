package dev.spanflame.ingester.flush;

import java.time.Duration;

/// When live data becomes blocks.
///
/// A stream is cut at `maxAge`, or at `smallAge` while it has fewer than `smallBytes`. When all streams
/// together have more than `maxBytes`, the largest are cut until half of that is left. When the write-ahead
/// log has more than `maxLogBytes`, the streams that keep its oldest file are cut. All of this is looked at
/// every `interval`, and while blocks cannot be written less and less often, at last every 30 of them.
public record FlushRules(
        long maxBytes, Duration maxAge, long smallBytes, Duration smallAge, long maxLogBytes, Duration interval) {}
