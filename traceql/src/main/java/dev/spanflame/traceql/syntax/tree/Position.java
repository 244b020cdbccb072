package dev.spanflame.traceql.syntax.tree;

/// A place in the text of a query: offset in chars from 0, line and column in characters from 1.
///
/// Every position equals every other, on purpose: a node of the tree carries one for messages, and comparing two
/// trees must compare what they say, not where.
public record Position(int offset, int line, int column) {
    /// The first character.
    public static final Position START = new Position(0, 1, 1);

    @Override
    public boolean equals(Object other) {
        return other instanceof Position;
    }

    @Override
    public int hashCode() {
        return 0;
    }

    @Override
    public String toString() {
        return "line " + line + ", col " + column;
    }
}
