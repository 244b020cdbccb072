package dev.spanflame.tests.simulation;

import dev.spanflame.block.log.ManualClock;
import dev.spanflame.ingester.TestStore;
import dev.spanflame.objectstore.ObjectStore;
import dev.spanflame.objectstore.disk.ForgetfulDisk;
import dev.spanflame.objectstore.disk.RealDisk;
import dev.spanflame.objectstore.file.FileObjectStore;
import dev.spanflame.objectstore.memory.MemoryObjectStore;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;

/// Where blocks lie.
enum StorePlace {
    /// On the disk of the process: a power cut hits them too.
    FOLDER,

    /// Elsewhere: what was stored stays.
    BUCKET;

    /// The store after the machine has started with `disk`; `before` is what it had.
    ObjectStore open(Path folder, ForgetfulDisk disk, ManualClock clock, Optional<ObjectStore> before)
            throws IOException {
        return switch (this) {
            case FOLDER -> new TestStore(new FileObjectStore(folder.resolve("blocks"), disk, clock));
            case BUCKET -> before.orElseGet(() -> new MemoryObjectStore(new RealDisk(), clock));
        };
    }
}
