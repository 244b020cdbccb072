package dev.spanflame.block.trace.store;

/// How large a row group of spans becomes: `rows` spans, `bytes` in memory, more only if they are of one trace.
public record GroupLimits(int rows, long bytes) {
    /// 65,536 spans or 64 MiB.
    public static final GroupLimits DEFAULT = new GroupLimits(1 << 16, 64L << 20);
}
