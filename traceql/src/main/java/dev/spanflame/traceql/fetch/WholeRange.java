package dev.spanflame.traceql.fetch;

/// Whole numbers from `first` to `last`, both included; none where `last` is the smaller.
public record WholeRange(long first, long last) {
    private static final WholeRange NONE = new WholeRange(1, 0);

    /// Numbers below `limit`.
    public static WholeRange below(long limit) {
        return limit == Long.MIN_VALUE ? NONE : new WholeRange(Long.MIN_VALUE, limit - 1);
    }

    /// Numbers above `limit`.
    public static WholeRange above(long limit) {
        return limit == Long.MAX_VALUE ? NONE : new WholeRange(limit + 1, Long.MAX_VALUE);
    }

    /// Whether `number` is one of them. Hot path.
    public boolean contains(long number) {
        return number >= first && number <= last;
    }

    /// Whether some number is one of both.
    public boolean meets(WholeRange other) {
        return Math.max(first, other.first) <= Math.min(last, other.last);
    }

    /// The numbers of both.
    public WholeRange and(WholeRange other) {
        return new WholeRange(Math.max(first, other.first), Math.min(last, other.last));
    }
}
