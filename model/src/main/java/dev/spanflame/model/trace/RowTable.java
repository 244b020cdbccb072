package dev.spanflame.model.trace;

import java.util.Arrays;

/// A growing table of `long` cells with one column for each constant of the enum `C`. Not thread-safe.
///
/// Columns are separate arrays, so a loop over one column reads nothing else. Cleared tables keep their arrays:
/// a table that is used again allocates nothing.
public final class RowTable<C extends Enum<C>> {
    private final long[][] columns;
    private int size;
    /// Rows from here on were never written since their arrays were made: they are zeros.
    private int written;

    /// An empty table with the columns of `type`.
    public RowTable(Class<C> type) {
        columns = new long[type.getEnumConstants().length][64];
    }

    private RowTable(long[][] columns, int size) {
        this.columns = columns;
        this.size = size;
        this.written = columns[0].length;
    }

    /// The rows of now as a table of their own that shares the cells: rows added to either later do not show in the
    /// other, but a changed cell does. For readers that run beside one appending writer.
    public RowTable<C> view() {
        return new RowTable<>(columns.clone(), size);
    }

    /// Appends a row of zeros and returns its index. Hot path.
    public int add() {
        if (size == columns[0].length) {
            resize(size * 2);
        }
        if (size < written) {
            for (long[] column : columns) {
                column[size] = 0;
            }
        } else {
            written = size + 1;
        }
        return size++;
    }

    /// Forgets the newest row.
    public void removeLast() {
        size--;
    }

    /// The cell at `row`. Hot path.
    public long get(C column, int row) {
        return columns[column.ordinal()][row];
    }

    /// The cell at `row` for a column that holds 32-bit numbers or counts.
    public int getInt(C column, int row) {
        return (int) columns[column.ordinal()][row];
    }

    /// Sets the cell at `row`. Hot path.
    public void set(C column, int row, long value) {
        columns[column.ordinal()][row] = value;
    }

    /// Number of rows.
    public int size() {
        return size;
    }

    /// Forgets all rows, keeps the arrays.
    public void clear() {
        size = 0;
    }

    /// Makes room for `rows` rows in all, so that adding them copies nothing.
    public void reserve(int rows) {
        if (rows > columns[0].length) {
            resize(rows);
        }
    }

    private void resize(int rows) {
        for (int i = 0; i < columns.length; i++) {
            columns[i] = Arrays.copyOf(columns[i], rows);
        }
    }
}
