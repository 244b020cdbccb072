package dev.spanflame.proto.inflate;

/// How much the content of one request may become.
///
/// At most `maxBytes` in all; and beyond `ratioFloorBytes` at most `maxRatio` times what came over the wire.
public record InflateLimits(long maxBytes, int maxRatio, long ratioFloorBytes) {
    /// What honest telemetry stays far below: repetitive OTLP reaches about 50.
    public static final int DEFAULT_MAX_RATIO = 200;

    /// Below this size any ratio is fine.
    public static final long DEFAULT_RATIO_FLOOR_BYTES = 1 << 20;

    /// Throws [IllegalArgumentException] for limits that nothing can meet.
    public InflateLimits {
        if (maxBytes < 1 || maxBytes > Integer.MAX_VALUE - 16) {
            throw new IllegalArgumentException("maxBytes is " + maxBytes + "; expected 1 to 2147483631");
        }
        if (maxRatio < 1 || ratioFloorBytes < 0) {
            throw new IllegalArgumentException("maxRatio is " + maxRatio + " and ratioFloorBytes " + ratioFloorBytes
                    + "; expected 1 and 0 or more");
        }
    }

    /// At most `maxBytes`, with the usual ratio.
    public static InflateLimits ofBytes(long maxBytes) {
        return new InflateLimits(maxBytes, DEFAULT_MAX_RATIO, DEFAULT_RATIO_FLOOR_BYTES);
    }

    /// What `wireBytes` may become under the ratio alone.
    long byRatio(long wireBytes) {
        return Math.max(ratioFloorBytes, wireBytes > Long.MAX_VALUE / maxRatio ? Long.MAX_VALUE : wireBytes * maxRatio);
    }
}
