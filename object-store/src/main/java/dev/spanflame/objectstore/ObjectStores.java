package dev.spanflame.objectstore;

import dev.spanflame.objectstore.disk.Disk;
import dev.spanflame.objectstore.file.FileObjectStore;
import dev.spanflame.objectstore.s3.S3ObjectStore;
import java.io.IOException;
import java.time.InstantSource;

/// Opens stores.
public final class ObjectStores {
    private ObjectStores() {}

    /// Opens the store of `config`; files, its own and those handed over as payload, lie on `disk`.
    ///
    /// An S3 store is not asked anything yet: an unreachable one shows at the first call.
    ///
    /// @throws IllegalArgumentException for settings that contradict each other
    public static ObjectStore open(ObjectStoreConfig config, Disk disk, InstantSource clock) throws IOException {
        return switch (config) {
            case ObjectStoreConfig.Files files -> new FileObjectStore(files.root(), disk, clock);
            case ObjectStoreConfig.S3 s3 -> S3ObjectStore.open(s3, disk, clock);
        };
    }
}
