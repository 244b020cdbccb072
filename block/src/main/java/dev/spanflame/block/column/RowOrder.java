package dev.spanflame.block.column;

/// A new order of rows: row `i` of the result is row `oldRows[i]` of before; `newRows` is the way back, -1 for rows
/// that were left out. The arrays must not change.
public record RowOrder(int[] oldRows, int[] newRows, int size) {
    /// The order given by `oldRows[0, size)` over `total` rows of before.
    public static RowOrder of(int[] oldRows, int size, int total) {
        int[] newRows = new int[total];
        java.util.Arrays.fill(newRows, -1);
        for (int i = 0; i < size; i++) {
            newRows[oldRows[i]] = i;
        }
        return new RowOrder(oldRows, newRows, size);
    }
}
