package dev.spanflame.block.parquet;

import java.io.IOException;
import java.io.OutputStream;

/// Where a file is written to, from its first byte to its last.
@FunctionalInterface
public interface ByteSink {
    /// Appends a slice, which may be changed after the call.
    void write(byte[] bytes, int from, int length) throws IOException;

    /// A sink that writes to `stream`, which stays open.
    static ByteSink of(OutputStream stream) {
        return stream::write;
    }
}
