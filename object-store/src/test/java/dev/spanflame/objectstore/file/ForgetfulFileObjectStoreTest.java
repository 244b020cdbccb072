package dev.spanflame.objectstore.file;

import dev.spanflame.objectstore.ObjectStore;
import dev.spanflame.objectstore.ObjectStoreContract;
import dev.spanflame.objectstore.disk.DiskFile;
import dev.spanflame.objectstore.disk.ForgetfulDisk;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.UUID;

/// The same store over the twin that the power-cut tests use.
class ForgetfulFileObjectStoreTest extends ObjectStoreContract {
    private final ForgetfulDisk disk = new ForgetfulDisk();

    @Override
    protected ObjectStore openEmpty() throws IOException {
        return new FileObjectStore(Path.of("/data"), disk, InstantSource.system());
    }

    @Override
    protected Path localFile(byte[] content) throws IOException {
        Path path = Path.of("/" + UUID.randomUUID());
        try (DiskFile file = disk.create(path)) {
            file.write(ByteBuffer.wrap(content), 0);
        }
        return path;
    }
}
