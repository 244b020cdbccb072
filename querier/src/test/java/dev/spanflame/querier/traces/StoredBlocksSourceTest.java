package dev.spanflame.querier.traces;

import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;

/// Over blocks as they are stored.
final class StoredBlocksSourceTest extends TraceStoreSourceContract {
    @TempDir
    private Path staging = Path.of("");

    @Override
    TestStore emptyStore() {
        return new TestStore(staging);
    }
}
