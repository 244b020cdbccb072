package dev.spanflame.block.parquet;

import java.io.IOException;
import java.util.Arrays;

/// Bytes of one file, from wherever it is stored. Implementations are thread-safe.
@FunctionalInterface
public interface RangeReader {
    /// The bytes `[offset, offset + length)`; fewer only where the file ends earlier.
    byte[] read(long offset, int length) throws IOException;

    /// A file in memory.
    static RangeReader of(byte[] file) {
        return (offset, length) -> {
            int from = (int) Math.min(offset, file.length);
            return Arrays.copyOfRange(file, from, (int) Math.min(offset + length, file.length));
        };
    }
}
