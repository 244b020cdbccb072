package dev.spanflame.block.log;

import dev.spanflame.objectstore.ObjectStore;
import dev.spanflame.objectstore.disk.RealDisk;
import dev.spanflame.objectstore.file.FileObjectStore;
import java.io.IOException;
import java.nio.file.Path;
import java.time.InstantSource;
import org.junit.jupiter.api.io.TempDir;

class FileCommitLogTest extends CommitLogContract {
    private final Path folder;

    FileCommitLogTest(@TempDir Path folder) {
        this.folder = folder;
    }

    /// Each call opens the folder anew, as another process would.
    @Override
    ObjectStore store() throws IOException {
        return new FileObjectStore(folder, new RealDisk(), InstantSource.system());
    }

    @Override
    int commitsEach() {
        return 4;
    }
}
