package dev.spanflame.block.parquet;

import dev.spanflame.block.parquet.table.ColumnEncoding;
import dev.spanflame.block.parquet.table.PageLayout;
import dev.spanflame.block.parquet.table.ReadLimits;

/// How a table is written.
///
/// `layout`: where pages end; `zstdLevel`: 1 is as good as 6 for these encodings; `byteStreamSplit`: off for readers
/// that do not know it for integers; `dictionaryBytes`: plain size past which a column gets no dictionary;
/// `apart`: streams of byte-stream-split are compressed each by itself however short, and encodings chosen by that.
public record WriteOptions(
        PageLayout layout, int zstdLevel, boolean byteStreamSplit, int dictionaryBytes, boolean apart) {
    private static final int LONG_STREAM = 4096;

    /// What blocks are written with.
    public static final WriteOptions DEFAULT = new WriteOptions(PageLayout.DEFAULT, 1, true, 8 << 20, false);

    /// Throws [IllegalArgumentException] for a dictionary that readers would refuse.
    public WriteOptions {
        if (dictionaryBytes < 0 || dictionaryBytes > ReadLimits.DEFAULT.dictionaryBytes()) {
            throw new IllegalArgumentException("dictionaries of " + dictionaryBytes + " bytes: readers take up to "
                    + ReadLimits.DEFAULT.dictionaryBytes());
        }
    }

    /// The same with other page bounds.
    public WriteOptions withLayout(PageLayout newLayout) {
        return new WriteOptions(newLayout, zstdLevel, byteStreamSplit, dictionaryBytes, apart);
    }

    /// The same with another compression level.
    public WriteOptions withZstdLevel(int level) {
        return new WriteOptions(layout, level, byteStreamSplit, dictionaryBytes, apart);
    }

    /// The same with byte-stream-split allowed or not.
    public WriteOptions withByteStreamSplit(boolean allowed) {
        return new WriteOptions(layout, zstdLevel, allowed, dictionaryBytes, apart);
    }

    /// The same with all streams of byte-stream-split compressed each by itself.
    public WriteOptions withStreamsApart() {
        return new WriteOptions(layout, zstdLevel, byteStreamSplit, dictionaryBytes, true);
    }

    /// The same for a page, whose streams are compressed by themselves wherever they are long: that an encoding is
    /// chosen by samples of streams together costs less than samples as long as that.
    int pageStream(ValueEncoder encoder, int count) {
        return encoder.encoding() == ColumnEncoding.BYTE_STREAM_SPLIT && count >= LONG_STREAM
                ? count
                : stream(encoder, count);
    }

    /// Bytes of each stream of `count` values that are compressed by themselves, 0 where there are none.
    int stream(ValueEncoder encoder, int count) {
        return apart && encoder.encoding() == ColumnEncoding.BYTE_STREAM_SPLIT ? count : 0;
    }
}
