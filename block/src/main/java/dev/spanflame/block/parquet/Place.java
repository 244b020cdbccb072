package dev.spanflame.block.parquet;

import dev.spanflame.block.parquet.table.ByteRange;
import dev.spanflame.model.BackendException;
import dev.spanflame.model.ErrorKind;

/// Where in which file something is, for error messages.
record Place(String file, int group, String column) {
    /// Damage of a page.
    BackendException damagedPage(int page, String what) {
        return damaged("page " + page, what);
    }

    /// Damage of the dictionary page.
    BackendException damagedDictionary(String what) {
        return damaged("the dictionary page", what);
    }

    private BackendException damaged(String page, String what) {
        return BackendException.damaged(
                "damaged_page",
                file,
                "'" + file + "': " + page + " of column '" + column + "' in row group " + group + " is damaged: "
                        + what);
    }

    /// More than the reader's limits allow, but no damage.
    BackendException tooLarge(long bytes, long limit) {
        return new BackendException(
                ErrorKind.TOO_LARGE,
                "column_too_large",
                "'" + file + "': column '" + column + "' in row group " + group + " takes " + bytes
                        + " bytes in memory, at most " + limit + " are read in one go; read it page by page");
    }

    /// A file that ends before `bytes`.
    static BackendException endsEarly(String file, long offset, int expected, int given) {
        return BackendException.damaged(
                "damaged_file",
                file,
                "'" + file + "' ends early: " + expected + " bytes were expected at offset " + offset + ", it has "
                        + given);
    }

    /// Damage of footer or indexes.
    static BackendException damagedFooter(String file, String what) {
        return BackendException.damaged("damaged_footer", file, "the footer of '" + file + "' is damaged: " + what);
    }

    /// A range that nobody should ask a storage for.
    static BackendException rangeTooLarge(String file, ByteRange range, long limit) {
        return new BackendException(
                ErrorKind.TOO_LARGE,
                "range_too_large",
                "'" + file + "': " + range.length() + " bytes at offset " + range.offset() + " are wanted, at most "
                        + limit + " are read in one go; read fewer pages at once");
    }
}
