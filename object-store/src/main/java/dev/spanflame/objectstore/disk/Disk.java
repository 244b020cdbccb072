package dev.spanflame.objectstore.disk;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/// A file system with its durability spelled out. Thread-safe.
///
/// Bytes of a file survive a power cut after [DiskFile#sync]; a directory entry that was made, renamed, linked or
/// deleted survives (or stays away) after [#syncDirectory] of its directory. Until then either state may come back.
public interface Disk {
    /// Creates a file for writing; throws [java.nio.file.FileAlreadyExistsException] if there is one.
    DiskFile create(Path path) throws IOException;

    /// Opens an existing file for reading and writing; throws [java.nio.file.NoSuchFileException] if there is none.
    DiskFile open(Path path) throws IOException;

    /// Renames a file within a directory tree, replacing what was there, atomically.
    void rename(Path from, Path to) throws IOException;

    /// Gives a file a second name; throws [java.nio.file.FileAlreadyExistsException] if that name is taken. Atomic.
    void link(Path existing, Path link) throws IOException;

    /// Removes a file or an empty directory; removing one that does not exist is no error.
    void delete(Path path) throws IOException;

    /// Creates a directory and its parents; each new entry is durable when this returns.
    void createDirectories(Path directory) throws IOException;

    /// Names in a directory, sorted; empty when the directory does not exist.
    List<String> list(Path directory) throws IOException;

    /// Whether a file or directory exists.
    boolean exists(Path path);

    /// Whether a directory exists there.
    boolean isDirectory(Path path);

    /// Makes the entries of a directory durable.
    void syncDirectory(Path directory) throws IOException;

    /// Bytes free for this process on the file system of `path`.
    long freeBytes(Path path) throws IOException;
}
