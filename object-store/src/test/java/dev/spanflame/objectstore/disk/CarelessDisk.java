package dev.spanflame.objectstore.disk;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/// A disk whose syncs of one kind do nothing: the mistake that a power-cut test has to find, to be worth its name.
///
/// @param syncsFiles whether [DiskFile#sync] works
/// @param syncsDirectories whether [Disk#syncDirectory] works
public record CarelessDisk(Disk disk, boolean syncsFiles, boolean syncsDirectories) implements Disk {
    @Override
    public DiskFile create(Path path) throws IOException {
        return new CarelessFile(disk.create(path), syncsFiles);
    }

    @Override
    public DiskFile open(Path path) throws IOException {
        return new CarelessFile(disk.open(path), syncsFiles);
    }

    @Override
    public void syncDirectory(Path directory) throws IOException {
        if (syncsDirectories) {
            disk.syncDirectory(directory);
        }
    }

    @Override
    public void rename(Path from, Path to) throws IOException {
        disk.rename(from, to);
    }

    @Override
    public void link(Path existing, Path link) throws IOException {
        disk.link(existing, link);
    }

    @Override
    public void delete(Path path) throws IOException {
        disk.delete(path);
    }

    @Override
    public void createDirectories(Path directory) throws IOException {
        disk.createDirectories(directory);
    }

    @Override
    public List<String> list(Path directory) throws IOException {
        return disk.list(directory);
    }

    @Override
    public Optional<FileStat> stat(Path path) throws IOException {
        return disk.stat(path);
    }

    @Override
    public boolean exists(Path path) {
        return disk.exists(path);
    }

    @Override
    public boolean isDirectory(Path path) {
        return disk.isDirectory(path);
    }

    @Override
    public long freeBytes(Path path) throws IOException {
        return disk.freeBytes(path);
    }

    private record CarelessFile(DiskFile file, boolean syncs) implements DiskFile {
        @Override
        public void write(ByteBuffer source, long position) throws IOException {
            file.write(source, position);
        }

        @Override
        public int read(ByteBuffer target, long position) throws IOException {
            return file.read(target, position);
        }

        @Override
        public void sync() throws IOException {
            if (syncs) {
                file.sync();
            }
        }

        @Override
        public long size() throws IOException {
            return file.size();
        }

        @Override
        public void truncate(long size) throws IOException {
            file.truncate(size);
        }

        @Override
        public void close() throws IOException {
            file.close();
        }
    }
}
