package dev.spanflame.block.wal;

import dev.spanflame.objectstore.disk.Disk;
import dev.spanflame.objectstore.disk.DiskFile;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.Objects;

/// Whole files in and out.
final class DiskFiles {
    private DiskFiles() {}

    static byte[] read(Disk disk, Path path) throws IOException {
        try (DiskFile file = disk.open(path)) {
            ByteBuffer bytes = ByteBuffer.allocate((int) file.size());
            int count = 0;
            while (bytes.hasRemaining() && count >= 0) {
                count = file.read(bytes, bytes.position());
            }
            return bytes.array();
        }
    }

    /// Replaces a file or makes it.
    static void write(Disk disk, Path path, byte[] bytes) throws IOException {
        Path folder = Objects.requireNonNull(path.getParent());
        disk.createDirectories(folder);
        disk.delete(path);
        try (DiskFile file = disk.create(path)) {
            file.write(ByteBuffer.wrap(bytes), 0);
            file.sync();
        }
        disk.syncDirectory(folder);
    }

    /// A file of these bytes that can only be read.
    static DiskFile of(byte[] bytes, int length) {
        return new DiskFile() {
            @Override
            public void write(ByteBuffer source, long position) {
                throw new UnsupportedOperationException("read only");
            }

            @Override
            public int read(ByteBuffer target, long position) {
                int count = (int) Math.min(target.remaining(), length - position);
                if (count <= 0) {
                    return -1;
                }
                target.put(bytes, (int) position, count);
                return count;
            }

            @Override
            public void sync() {
                throw new UnsupportedOperationException("read only");
            }

            @Override
            public long size() {
                return length;
            }

            @Override
            public void truncate(long size) {
                throw new UnsupportedOperationException("read only");
            }

            @Override
            public void close() {}
        };
    }
}
