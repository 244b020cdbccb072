package dev.spanflame.load.trace;

import dev.spanflame.model.trace.TraceId;

/// Ids that follow from the seed of a load: whoever knows the seed knows which traces were sent.
public final class LoadIds {
    private static final long GOLDEN = 0x9E3779B97F4A7C15L;
    private static final long HIGH = 0x5851F42D4C957F2DL;
    private static final long LOW = 0x14057B7EF767814FL;

    private LoadIds() {}

    /// Id of trace number `trace`, counted from 0, of the load with `seed`.
    public static TraceId trace(long seed, long trace) {
        return new TraceId(high(seed, trace), low(seed, trace));
    }

    static long high(long seed, long trace) {
        return mix(mix(seed ^ HIGH) + trace * GOLDEN);
    }

    static long low(long seed, long trace) {
        return mix(mix(seed ^ LOW) + trace * GOLDEN) | 1;
    }

    /// Id of the span that a template calls `local`, in the batch with `key`: random to look at, never 0, different for
    /// different spans of one batch.
    static long span(long key, long local) {
        long id = mix(key + local * GOLDEN);
        return id == 0 ? 1 : id;
    }

    /// Key of a batch for [#span].
    static long batchKey(long seed, long batch) {
        return mix(mix(seed) + (batch + 1) * GOLDEN);
    }

    /// Spreads the bits of a number: a bijection, the finisher of SplitMix64.
    public static long mix(long value) {
        long mixed = (value ^ value >>> 30) * 0xBF58476D1CE4E5B9L;
        mixed = (mixed ^ mixed >>> 27) * 0x94D049BB133111EBL;
        return mixed ^ mixed >>> 31;
    }
}
