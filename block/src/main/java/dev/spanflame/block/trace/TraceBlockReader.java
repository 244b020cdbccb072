package dev.spanflame.block.trace;

import dev.spanflame.block.BlockMeta;
import java.io.IOException;

/// Opens blocks of traces. Thread-safe.
@FunctionalInterface
public interface TraceBlockReader {
    /// Opens a block. Throws [dev.spanflame.objectstore.NoSuchObjectException] when its objects are gone.
    TraceBlock open(BlockMeta meta) throws IOException;
}
