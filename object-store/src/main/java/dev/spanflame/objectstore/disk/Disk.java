package dev.spanflame.objectstore.disk;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/// A file system with its durability spelled out. Thread-safe.
///
/// Bytes of a file survive a power cut after [DiskFile#sync]; a directory entry that was made, renamed, linked or
/// deleted survives (or stays away) after [#syncDirectory] of its directory. Until then either state may come back.
/// A rename is never half there: after a power cut it happened or it did not.
///
/// A missing file or parent directory is a [java.nio.file.NoSuchFileException]. Calls are short and an interrupt does
/// not cut them off; it stays set for the caller to see.
public interface Disk {
    /// Creates a file for writing; throws [java.nio.file.FileAlreadyExistsException] if there is one.
    DiskFile create(Path path) throws IOException;

    /// Opens an existing file for reading and writing; throws [java.nio.file.NoSuchFileException] if there is none.
    DiskFile open(Path path) throws IOException;

    /// Renames a file within a file system, replacing the file that was there, atomically.
    void rename(Path from, Path to) throws IOException;

    /// Gives a file a second name; throws [java.nio.file.FileAlreadyExistsException] if that name is taken. Atomic.
    void link(Path existing, Path link) throws IOException;

    /// Removes a file or an empty directory; removing one that does not exist is no error. A directory that is not
    /// empty stays, with [java.nio.file.DirectoryNotEmptyException].
    void delete(Path path) throws IOException;

    /// Creates a directory and its parents; each new entry is durable when this returns.
    void createDirectories(Path directory) throws IOException;

    /// Names in a directory, sorted; empty when the directory does not exist.
    List<String> list(Path directory) throws IOException;

    /// Size and time of a file or directory; empty when there is none.
    Optional<FileStat> stat(Path path) throws IOException;

    /// Whether a file or directory exists.
    boolean exists(Path path);

    /// Whether a directory exists there.
    boolean isDirectory(Path path);

    /// Makes the entries of a directory durable.
    void syncDirectory(Path directory) throws IOException;

    /// Bytes free for this process on the file system of `path`.
    long freeBytes(Path path) throws IOException;
}
