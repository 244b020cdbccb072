package dev.spanflame.proto.inflate;

import dev.spanflame.model.BackendException;
import dev.spanflame.model.ErrorKind;

/// What one request may still inflate to: one budget for all its containers, so that a gzip inside a form inside a gzip
/// gets no more than a gzip. Used by one thread at a time.
public final class InflateBudget {
    private final InflateLimits limits;
    private final long wireBytes;
    private final long capacity;
    private final InFlightBudget.Reservation memory;
    private long spent;

    /// A budget for `wireBytes` that came over the wire, whose memory is taken from `memory`.
    public InflateBudget(InflateLimits limits, long wireBytes, InFlightBudget.Reservation memory) {
        this.limits = limits;
        this.wireBytes = wireBytes;
        this.capacity = Math.min(limits.maxBytes(), limits.byRatio(wireBytes));
        this.memory = memory;
    }

    /// A budget that counts against no other, for tools and tests.
    public static InflateBudget alone(InflateLimits limits, long wireBytes) {
        return new InflateBudget(limits, wireBytes, InFlightBudget.UNBOUNDED.open());
    }

    /// Bytes that may still be made.
    public long left() {
        return capacity - spent;
    }

    /// Throws [BackendException] of kind TOO_LARGE when `bytes` more are not allowed.
    void check(long bytes) {
        if (bytes > left()) {
            throw exceeded();
        }
    }

    /// Counts `bytes` that were made. Throws [BackendException] of kind TOO_LARGE when they are too many.
    void spend(long bytes) {
        check(bytes);
        spent += bytes;
    }

    /// Throws [BackendException] of kind TOO_LARGE when content that is not compressed is larger than allowed.
    void checkPlain(long bytes) {
        if (bytes > limits.maxBytes()) {
            throw tooLarge("body_too_large", "content has " + bytes + " bytes; the limit is " + limits.maxBytes());
        }
    }

    /// Memory for what is made.
    InFlightBudget.Reservation memory() {
        return memory;
    }

    private BackendException exceeded() {
        if (limits.maxBytes() <= capacity) {
            return tooLarge(
                    "inflated_too_large",
                    "content inflates to more than " + limits.maxBytes()
                            + " bytes, which is the limit; send smaller batches");
        }
        return tooLarge(
                "inflate_ratio",
                "content inflates to more than " + limits.maxRatio() + " times its " + wireBytes
                        + " bytes, which is the limit beyond " + limits.ratioFloorBytes() + " bytes");
    }

    private static BackendException tooLarge(String reason, String message) {
        return new BackendException(ErrorKind.TOO_LARGE, reason, message);
    }
}
