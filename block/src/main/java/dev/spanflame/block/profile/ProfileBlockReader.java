package dev.spanflame.block.profile;

import dev.spanflame.block.BlockMeta;
import java.io.IOException;
import java.util.function.BooleanSupplier;

/// Opens blocks of profiles. Thread-safe.
@FunctionalInterface
public interface ProfileBlockReader {
    /// Opens a block for one query; columns are read when they are asked for. `cancelled` is asked before each fetch.
    ProfilePartition open(BlockMeta meta, BooleanSupplier cancelled) throws IOException;
}
