package dev.spanflame.block.log;

import dev.spanflame.objectstore.ObjectStore;
import dev.spanflame.objectstore.disk.RealDisk;
import dev.spanflame.objectstore.memory.MemoryObjectStore;
import java.time.InstantSource;

class MemoryCommitLogTest extends CommitLogContract {
    private final ObjectStore store = new MemoryObjectStore(new RealDisk(), InstantSource.system());

    @Override
    ObjectStore store() {
        return store;
    }

    @Override
    int commitsEach() {
        return 10;
    }
}
