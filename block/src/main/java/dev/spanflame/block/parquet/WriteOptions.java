package dev.spanflame.block.parquet;

import dev.spanflame.block.parquet.table.ColumnEncoding;
import dev.spanflame.block.parquet.table.PageLayout;
import dev.spanflame.block.parquet.table.ReadLimits;

/// How a table is written.
///
/// `layout`: where pages end; `byteStreamSplit`: off for readers that do not know it for integers; `dictionaryBytes`:
/// plain size past which a column gets no dictionary.
public record WriteOptions(PageLayout layout, Compression compression, boolean byteStreamSplit, int dictionaryBytes) {
    private static final int LONG_STREAM = 4096;

    /// For dictionaries where there is patience: each is compressed once, and names resemble each other, but share few
    /// short pieces that are worth it.
    private static final PageCompressor.Effort NAMES = new PageCompressor.Effort(7, 6, 2);

    /// Bytes that must be the same in pages of optional columns, which are small.
    private static final int SPARSE_MATCH = 6;

    /// What blocks are written with.
    public static final WriteOptions DEFAULT =
            new WriteOptions(PageLayout.DEFAULT, new Compression(1, false, false), true, 8 << 20);

    /// How pages are made small.
    ///
    /// `level`: of zstd, 1 is nearly as good as 6 for most columns; `apart`: streams of byte-stream-split are
    /// compressed each by itself however short, and encodings chosen by that; `patient`: dictionaries are sorted,
    /// and what is worth it is compressed with more care: for files that are kept long.
    public record Compression(int level, boolean apart, boolean patient) {}

    /// Throws [IllegalArgumentException] for a dictionary that readers would refuse.
    public WriteOptions {
        if (dictionaryBytes < 0 || dictionaryBytes > ReadLimits.DEFAULT.dictionaryBytes()) {
            throw new IllegalArgumentException("dictionaries of " + dictionaryBytes + " bytes: readers take up to "
                    + ReadLimits.DEFAULT.dictionaryBytes());
        }
    }

    /// The same with other page bounds.
    public WriteOptions withLayout(PageLayout newLayout) {
        return new WriteOptions(newLayout, compression, byteStreamSplit, dictionaryBytes);
    }

    /// The same with byte-stream-split allowed or not.
    public WriteOptions withByteStreamSplit(boolean allowed) {
        return new WriteOptions(layout, compression, allowed, dictionaryBytes);
    }

    /// The same with another compression level.
    public WriteOptions withZstdLevel(int level) {
        return with(new Compression(level, compression.apart, compression.patient));
    }

    /// The same with all streams of byte-stream-split compressed each by itself.
    public WriteOptions withStreamsApart() {
        return with(new Compression(compression.level, true, compression.patient));
    }

    /// The same with more work for less room.
    public WriteOptions withPatience() {
        return with(new Compression(compression.level, compression.apart, true));
    }

    private WriteOptions with(Compression newCompression) {
        return new WriteOptions(layout, newCompression, byteStreamSplit, dictionaryBytes);
    }

    /// How pages are compressed.
    PageCompressor.Effort effort() {
        return PageCompressor.Effort.of(compression.level);
    }

    /// The same for pages of a column that may be optional.
    PageCompressor.Effort effort(boolean optional) {
        return optional ? new PageCompressor.Effort(compression.level, SPARSE_MATCH, 0) : effort();
    }

    /// The same for dictionaries.
    PageCompressor.Effort dictionaryEffort() {
        return patient() && compression.level < NAMES.level() ? NAMES : effort();
    }

    boolean apart() {
        return compression.apart;
    }

    boolean patient() {
        return compression.patient;
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
        return apart() && encoder.encoding() == ColumnEncoding.BYTE_STREAM_SPLIT ? count : 0;
    }
}
