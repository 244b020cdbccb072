package dev.spanflame.objectstore.file;

import dev.spanflame.objectstore.ObjectStore;
import dev.spanflame.objectstore.ObjectStoreContract;
import dev.spanflame.objectstore.disk.RealDisk;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import org.junit.jupiter.api.io.TempDir;

class FileObjectStoreTest extends ObjectStoreContract {
    @TempDir
    Path temporary = Path.of("target");

    @Override
    protected ObjectStore openEmpty() throws IOException {
        return new FileObjectStore(temporary.resolve("store"), new RealDisk(), InstantSource.system());
    }

    @Override
    protected Path localFile(byte[] content) throws IOException {
        return Files.write(Files.createTempFile(temporary, "local", ".bin"), content);
    }
}
