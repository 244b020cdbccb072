package dev.spanflame.querier.symbols;

import dev.spanflame.block.symbols.SymbolQuota;
import java.net.URI;
import java.time.Duration;
import java.util.List;

/// Where symbols come from and what they may cost.
///
/// @param debuginfod   servers that are asked for what was not uploaded
/// @param maxFileBytes size of a file, and of all that its compressed parts inflate to
/// @param quota        what the files of one tenant may be; beyond, what servers have is used and not kept
/// @param timeout      time that a query waits for files
/// @param cacheBytes   memory outside of the heap for files
public record SymbolSettings(
        List<URI> debuginfod, long maxFileBytes, SymbolQuota quota, Duration timeout, long cacheBytes) {
    /// Copies the list.
    public SymbolSettings {
        debuginfod = List.copyOf(debuginfod);
    }
}
