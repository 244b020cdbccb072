package dev.spanflame.objectstore.disk;

import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;

class RealDiskTest extends DiskContract {
    @TempDir
    Path temporary = Path.of("target");

    @Override
    protected Disk disk() {
        return new RealDisk();
    }

    @Override
    protected Path folder() {
        return temporary;
    }
}
