package dev.spanflame.block.parquet;

import dev.spanflame.block.parquet.table.PageLayout;
/// How a table is written.
///
/// `layout`: where pages end; `zstdLevel`: 1 is as good as 6 for these encodings; `byteStreamSplit`: off for readers
/// that do not know it for integers; `dictionaryBytes`: plain size past which a column gets no dictionary.
import dev.spanflame.block.parquet.table.ReadLimits;

public record WriteOptions(PageLayout layout, int zstdLevel, boolean byteStreamSplit, int dictionaryBytes) {
    /// What blocks are written with.
    public static final WriteOptions DEFAULT = new WriteOptions(PageLayout.DEFAULT, 1, true, 8 << 20);

    /// Throws [IllegalArgumentException] for a dictionary that readers would refuse.
    public WriteOptions {
        if (dictionaryBytes < 0 || dictionaryBytes > ReadLimits.DEFAULT.dictionaryBytes()) {
            throw new IllegalArgumentException("dictionaries of " + dictionaryBytes + " bytes: readers take up to "
                    + ReadLimits.DEFAULT.dictionaryBytes());
        }
    }

    /// The same with other page bounds.
    public WriteOptions withLayout(PageLayout newLayout) {
        return new WriteOptions(newLayout, zstdLevel, byteStreamSplit, dictionaryBytes);
    }

    /// The same with another compression level.
    public WriteOptions withZstdLevel(int level) {
        return new WriteOptions(layout, level, byteStreamSplit, dictionaryBytes);
    }

    /// The same with byte-stream-split allowed or not.
    public WriteOptions withByteStreamSplit(boolean allowed) {
        return new WriteOptions(layout, zstdLevel, allowed, dictionaryBytes);
    }
}
