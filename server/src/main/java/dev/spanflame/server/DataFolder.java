package dev.spanflame.server;

import dev.spanflame.objectstore.disk.Disk;
import dev.spanflame.objectstore.disk.DiskFile;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// The folder that a process keeps its own data in: locked, so that no second process uses it, and with an
/// id that names this folder's write-ahead log wherever blocks are recorded.
final class DataFolder implements AutoCloseable {
    private final Path path;
    private final String id;
    private final FileChannel lockFile;

    private DataFolder(Path path, String id, FileChannel lockFile) {
        this.path = path;
        this.id = id;
        this.lockFile = lockFile;
    }

    /// Opens the folder, making it where it does not exist. Throws [IOException] when another process has it.
    static DataFolder open(Disk disk, Path path) throws IOException {
        disk.createDirectories(path);
        FileChannel channel = FileChannel.open(
                path.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
        boolean opened = false;
        try {
            if (!isLocked(channel)) {
                throw new IOException("another process uses the data folder " + path
                        + "; stop it, or give this one another folder by --data");
            }
            DataFolder folder = new DataFolder(path, id(disk, path), channel);
            opened = true;
            return folder;
        } finally {
            if (!opened) {
                channel.close();
            }
        }
    }

    private static boolean isLocked(FileChannel channel) throws IOException {
        try {
            @Nullable FileLock lock = channel.tryLock();
            return lock != null;
        } catch (OverlappingFileLockException _) {
            return false;
        }
    }

    /// The id that was made when the folder was first used.
    private static String id(Disk disk, Path folder) throws IOException {
        Path path = folder.resolve("ingester-id");
        if (disk.exists(path)) {
            try (DiskFile file = disk.open(path)) {
                ByteBuffer content = ByteBuffer.allocate(Math.toIntExact(file.size()));
                while (content.hasRemaining() && file.read(content, content.position()) >= 0) {
                    continue;
                }
                return UUID.fromString(new String(content.array(), StandardCharsets.US_ASCII).strip())
                        .toString();
            } catch (IllegalArgumentException e) {
                throw new IOException(path + " does not hold an id; restore it, or move the folder away", e);
            }
        }
        String id = UUID.randomUUID().toString();
        Path draft = folder.resolve("ingester-id.new");
        disk.delete(draft);
        try (DiskFile file = disk.create(draft)) {
            file.write(ByteBuffer.wrap((id + "\n").getBytes(StandardCharsets.US_ASCII)), 0);
            file.sync();
        }
        disk.rename(draft, path);
        disk.syncDirectory(folder);
        return id;
    }

    /// Where it is.
    Path path() {
        return path;
    }

    /// Its id.
    String id() {
        return id;
    }

    @Override
    public void close() throws IOException {
        lockFile.close();
    }
}
