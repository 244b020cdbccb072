package dev.spanflame.agent.convert;

/// A profile ready to be sent.
public final class EncodedProfile {
    private final ProfileKind kind;
    private final byte[] pprof;
    private final long total;

    EncodedProfile(ProfileKind kind, byte[] pprof, long total) {
        this.kind = kind;
        this.pprof = pprof;
        this.total = total;
    }

    /// What it counts.
    public ProfileKind kind() {
        return kind;
    }

    /// pprof, compressed by gzip; not changed by anyone.
    public byte[] pprof() {
        return pprof;
    }

    /// Sum of its last value over all samples.
    public long total() {
        return total;
    }
}
