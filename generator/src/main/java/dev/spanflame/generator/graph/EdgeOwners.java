package dev.spanflame.generator.graph;

/// Which of several processes puts the calls of a trace together: each trace has one, which all
/// processes agree on.
///
/// @param count how many processes there are
/// @param self  the number of this one, from 0
public record EdgeOwners(int count, int self) {
    /// One process puts all calls together.
    public static final EdgeOwners ALONE = new EdgeOwners(1, 0);

    /// Number of the process of this trace. Hot path.
    int of(long traceHigh, long traceLow) {
        long mixed = (traceHigh ^ Long.rotateLeft(traceLow, 17)) * 0x9e3779b97f4a7c15L;
        return (int) Math.unsignedMultiplyHigh(mixed ^ mixed >>> 32, count);
    }
}
