package dev.spanflame.objectstore.disk;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.AccessDeniedException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;

/// The [Disk] of the machine, by `java.nio`. Thread-safe.
///
/// A directory is synced by opening it read-only and forcing it, which Linux and macOS take for `fsync` of a directory.
public final class RealDisk implements Disk {
    private final ReentrantLock directories = new ReentrantLock();

    /// Directories whose entry in their parent this process made durable; guarded by `directories`.
    ///
    /// That a directory exists proves nothing: another thread, or a process that died, may have made it without
    /// syncing its parent yet.
    private final Set<Path> durable = new HashSet<>();

    @Override
    public DiskFile create(Path path) throws IOException {
        return new RealDiskFile(
                path,
                FileChannel.open(
                        path, StandardOpenOption.CREATE_NEW, StandardOpenOption.READ, StandardOpenOption.WRITE));
    }

    @Override
    public DiskFile open(Path path) throws IOException {
        return new RealDiskFile(path, FileChannel.open(path, StandardOpenOption.READ, StandardOpenOption.WRITE));
    }

    @Override
    public void rename(Path from, Path to) throws IOException {
        Files.move(from, to, StandardCopyOption.ATOMIC_MOVE);
    }

    @Override
    public void link(Path existing, Path link) throws IOException {
        try {
            Files.createLink(link, existing);
        } catch (UnsupportedOperationException e) {
            throw new FileSystemException(
                    link.toString(), existing.toString(), "the file system has no hard links; use one that has");
        }
    }

    @Override
    public void delete(Path path) throws IOException {
        if (!isDirectory(path)) {
            Files.deleteIfExists(path);
            return;
        }
        directories.lock();
        try {
            durable.remove(normal(path));
            Files.deleteIfExists(path);
        } finally {
            directories.unlock();
        }
    }

    @Override
    public void createDirectories(Path directory) throws IOException {
        directories.lock();
        try {
            createDurably(normal(directory));
        } finally {
            directories.unlock();
        }
    }

    private void createDurably(Path directory) throws IOException {
        Path parent = directory.getParent();
        boolean exists = isDirectory(directory);
        if (parent == null || (exists && durable.contains(directory))) {
            return;
        }
        createDurably(parent);
        if (!exists) {
            durable.remove(directory);
            createUnlessThere(directory);
            syncDirectory(parent);
        } else {
            syncIfAllowed(parent);
        }
        durable.add(directory);
    }

    private static void createUnlessThere(Path directory) throws IOException {
        try {
            Files.createDirectory(directory);
        } catch (FileAlreadyExistsException e) {
            if (!Files.isDirectory(directory)) {
                throw e;
            }
        }
    }

    /// A parent that this process may not read, or whose file system knows no sync of directories, as `/proc`, was not
    /// made by it, nor by its like before.
    private void syncIfAllowed(Path parent) throws IOException {
        try {
            syncDirectory(parent);
        } catch (AccessDeniedException e) {
            if (Files.isReadable(parent)) {
                throw e;
            }
        } catch (IOException e) {
            if (!String.valueOf(e.getMessage()).contains("Invalid argument")) {
                throw e;
            }
        }
    }

    @Override
    public List<String> list(Path directory) throws IOException {
        List<String> names = new ArrayList<>();
        try (DirectoryStream<Path> entries = Files.newDirectoryStream(directory)) {
            for (Path entry : entries) {
                Path name = entry.getFileName();
                if (name != null) {
                    names.add(name.toString());
                }
            }
        } catch (NoSuchFileException e) {
            return List.of();
        } catch (DirectoryIteratorException e) {
            throw e.getCause();
        }
        names.sort(null);
        return names;
    }

    @Override
    public Optional<FileStat> stat(Path path) throws IOException {
        try {
            BasicFileAttributes attributes = Files.readAttributes(path, BasicFileAttributes.class);
            boolean directory = attributes.isDirectory();
            return Optional.of(new FileStat(
                    directory ? 0 : attributes.size(),
                    attributes.lastModifiedTime().toInstant(),
                    directory));
        } catch (NoSuchFileException e) {
            return Optional.empty();
        } catch (FileSystemException e) {
            if (parentIsNoDirectory(path)) {
                return Optional.empty();
            }
            throw e;
        }
    }

    /// `a/b` where `a` is a file: the system answers ENOTDIR, which for a reader means that nothing is there.
    private static boolean parentIsNoDirectory(Path path) {
        Path parent = path.getParent();
        while (parent != null && !Files.exists(parent)) {
            parent = parent.getParent();
        }
        return parent != null && !Files.isDirectory(parent);
    }

    @Override
    public boolean exists(Path path) {
        return Files.exists(path);
    }

    @Override
    public boolean isDirectory(Path path) {
        return Files.isDirectory(path);
    }

    @Override
    public void syncDirectory(Path directory) throws IOException {
        if (!Files.readAttributes(directory, BasicFileAttributes.class).isDirectory()) {
            throw new NotDirectoryException(directory.toString());
        }
        boolean interrupted = Thread.interrupted();
        try (FileChannel channel = FileChannel.open(directory, StandardOpenOption.READ)) {
            channel.force(true);
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    @Override
    public long freeBytes(Path path) throws IOException {
        Path there = normal(path);
        while (!Files.exists(there)) {
            Path parent = there.getParent();
            if (parent == null) {
                break;
            }
            there = parent;
        }
        return Files.getFileStore(there).getUsableSpace();
    }

    private static Path normal(Path path) {
        return path.toAbsolutePath().normalize();
    }
}
