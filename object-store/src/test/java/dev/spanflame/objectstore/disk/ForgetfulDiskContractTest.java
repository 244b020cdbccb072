package dev.spanflame.objectstore.disk;

import java.io.IOException;
import java.nio.file.Path;

class ForgetfulDiskContractTest extends DiskContract {
    private final ForgetfulDisk disk = new ForgetfulDisk();

    @Override
    protected Disk disk() {
        return disk;
    }

    @Override
    protected Path folder() throws IOException {
        Path folder = Path.of("/data");
        disk.createDirectories(folder);
        return folder;
    }
}
