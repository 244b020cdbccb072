package dev.spanflame.load.query;

import dev.spanflame.load.send.HostPort;
import java.time.Duration;

/// What is asked: the ports of Tempo's and of Pyroscope's API; the time that queries are about, in nanoseconds since
/// the epoch; the seed and number of the traces that were sent; and how long to wait for an answer.
public record QueryTarget(
        HostPort tempo, HostPort pyroscope, long startNanos, long endNanos, long seed, long traces, Duration timeout) {}
