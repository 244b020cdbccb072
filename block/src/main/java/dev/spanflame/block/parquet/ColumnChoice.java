package dev.spanflame.block.parquet;

import dev.spanflame.block.parquet.table.ColumnEncoding;
import org.jspecify.annotations.Nullable;

/// How the chunks of one column of a file are written. What trials found for one chunk is kept for the next ones, as
/// long as these have no more than twice as many values and become about as small: trials take more time than pages.
/// Not thread-safe.
final class ColumnChoice {
    /// The part of its size by which a value may become larger or smaller.
    private static final int TOLERANCE = 8;

    private @Nullable ColumnEncoding encoding;
    private boolean padded;
    private PageCompressor.@Nullable Effort effort;
    private int values;
    private int triedValues;
    private double triedBytes;

    /// Begins a chunk with so many values.
    void begin(int count) {
        values = count;
        if (count > 2L * triedValues) {
            forget();
        }
    }

    /// Ends the chunk, whose pages have so many bytes, the dictionary left out.
    void end(long bytes) {
        if (values == 0) {
            return;
        }
        double each = (double) bytes / values;
        if (triedValues == 0) {
            triedValues = values;
            triedBytes = each;
        } else if (Math.abs(each - triedBytes) * TOLERANCE > triedBytes) {
            forget();
        }
    }

    /// The encoding that was found smallest, null when it must be tried.
    @Nullable
    ColumnEncoding encoding() {
        return encoding;
    }

    /// Whether ids have whole bytes, if they are ids.
    boolean isPadded() {
        return padded;
    }

    /// The effort that was found worthwhile, null when it must be tried.
    PageCompressor.@Nullable Effort effort() {
        return effort;
    }

    /// Keeps how `found` encodes; not the values, which it refers to.
    void found(ValueEncoder found) {
        encoding = found.encoding();
        padded = found instanceof ValueEncoder.Ids ids && ids.width() % Byte.SIZE == 0;
    }

    /// Keeps the effort.
    void found(PageCompressor.Effort found) {
        effort = found;
    }

    /// Makes trials necessary.
    void forget() {
        encoding = null;
        effort = null;
        triedValues = 0;
    }
}
