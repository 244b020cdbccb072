package dev.spanflame.block.column;

/// A column over some rows: `values` holds one value for each row of `presence`, in order of rows, nothing for
/// the others. Immutable once built; safe to share.
public record ColumnData(Presence presence, ColumnValues values) {
    /// Throws [IllegalArgumentException] when the number of values and of present rows differ.
    public ColumnData {
        if (presence.count() != values.count()) {
            throw new IllegalArgumentException(
                    presence.count() + " rows have a value, but there are " + values.count() + " values");
        }
    }

    /// A column in which every row has a value.
    public static ColumnData full(ColumnValues values) {
        return new ColumnData(Presence.all(values.count()), values);
    }

    /// Number of rows, present or not.
    public int rows() {
        return presence.rows();
    }

    /// The rows `[from, to)`, counted from `from`; the values are copied, the entries of texts are shared.
    public ColumnData slice(int from, int to) {
        if (from < 0 || to < from || to > rows()) {
            throw new IndexOutOfBoundsException("[" + from + ", " + to + ") of " + rows() + " rows");
        }
        if (from == 0 && to == rows()) {
            return this;
        }
        return new ColumnData(presence.slice(from, to), values.slice(presence.rank(from), presence.rank(to)));
    }

    /// Heap that the column takes, in bytes; entries of texts are counted in full, even if others share them.
    public long memoryBytes() {
        return presence.memoryBytes() + values.memoryBytes();
    }
}
