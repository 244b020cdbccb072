package dev.spanflame.block.parquet.table;

import java.util.Arrays;

/// Where the pages of a row group begin and end: the same rows in all its columns. Immutable.
///
/// `rows` names the first row of each page and, last, the row behind the last page. In a [TableIndex] the first row
/// is 0; for a writer it may be any row of the columns it is given.
public final class PageBounds {
    private final int[] rows;

    private PageBounds(int[] rows) {
        this.rows = rows;
    }

    /// Throws [IllegalArgumentException] unless there are at least two rows named, ascending and not negative.
    public static PageBounds of(int... rows) {
        if (rows.length < 2 || rows[0] < 0) {
            throw new IllegalArgumentException("page bounds need a first row and an end: " + Arrays.toString(rows));
        }
        for (int i = 1; i < rows.length; i++) {
            if (rows[i] <= rows[i - 1]) {
                throw new IllegalArgumentException(
                        "page " + (i - 1) + " would begin at row " + rows[i - 1] + " and end at row " + rows[i]);
            }
        }
        return new PageBounds(rows.clone());
    }

    /// The same pages counted from row 0.
    public PageBounds fromZero() {
        int[] moved = rows.clone();
        for (int i = 0; i < moved.length; i++) {
            moved[i] -= rows[0];
        }
        return new PageBounds(moved);
    }

    /// Number of pages.
    public int pages() {
        return rows.length - 1;
    }

    /// First row of a page.
    public int start(int page) {
        return rows[page];
    }

    /// Row behind the last one of a page.
    public int end(int page) {
        return rows[page + 1];
    }

    /// Rows of a page.
    public int rows(int page) {
        return rows[page + 1] - rows[page];
    }

    /// First row of the first page.
    public int first() {
        return rows[0];
    }

    /// Row behind the last page.
    public int last() {
        return rows[rows.length - 1];
    }

    /// Rows of all pages.
    public int rows() {
        return last() - first();
    }

    /// The page that holds `row`; throws [IndexOutOfBoundsException] when none does.
    public int pageOf(int row) {
        if (row < first() || row >= last()) {
            throw new IndexOutOfBoundsException("row " + row + " of [" + first() + ", " + last() + ")");
        }
        int found = Arrays.binarySearch(rows, row);
        return found >= 0 ? found : -found - 2;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof PageBounds bounds && Arrays.equals(rows, bounds.rows);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(rows);
    }

    @Override
    public String toString() {
        return Arrays.toString(rows);
    }
}
