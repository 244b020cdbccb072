package dev.spanflame.block.parquet.table;

/// The bytes `[offset, offset + length)` of a file.
public record ByteRange(long offset, int length) {
    /// Throws [IllegalArgumentException] for a negative offset or length.
    public ByteRange {
        if (offset < 0 || length < 0 || offset > Long.MAX_VALUE - length) {
            throw new IllegalArgumentException("no byte range begins at " + offset + " with a length of " + length);
        }
    }

    /// Offset behind the last byte.
    public long end() {
        return offset + length;
    }

    /// Whether all bytes of `other` are in this range.
    public boolean covers(ByteRange other) {
        return offset <= other.offset && other.end() <= end();
    }
}
