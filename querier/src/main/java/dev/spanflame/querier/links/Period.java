package dev.spanflame.querier.links;

import java.time.Duration;
import java.time.Instant;

/// A time that a link shows, in milliseconds since 1970.
record Period(long fromMillis, long toMillis) {
    private static final long MILLI = 1_000_000;

    /// All of a span and what is around it.
    static Period around(LinkSubject subject, Duration before, Duration after) {
        long from = Math.floorDiv(subject.startNanos(), MILLI) - before.toMillis();
        long to = Math.ceilDiv(subject.startNanos() + subject.durationNanos(), MILLI) + after.toMillis();
        // a range of no length shows nothing anywhere
        return new Period(Math.max(0, from), Math.max(from + 1, to));
    }

    /// The same time `millis` longer at both ends.
    Period wider(long millis) {
        return new Period(Math.max(0, fromMillis - millis), toMillis + millis);
    }

    String from() {
        return Instant.ofEpochMilli(fromMillis).toString();
    }

    String to() {
        return Instant.ofEpochMilli(toMillis).toString();
    }

    long seconds() {
        return Math.ceilDiv(toMillis - fromMillis, 1_000L);
    }
}
