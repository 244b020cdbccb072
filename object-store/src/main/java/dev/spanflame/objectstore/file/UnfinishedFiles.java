package dev.spanflame.objectstore.file;

import dev.spanflame.objectstore.PayloadReader;
import dev.spanflame.objectstore.disk.Disk;
import dev.spanflame.objectstore.disk.DiskFile;
import dev.spanflame.objectstore.disk.FileStat;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.UUID;

/// The folder of files that are being written and have no key yet. Thread-safe.
///
/// A sweep may hit the file of a put that is only very slow; that put then finds its file gone and starts again, so
/// the age limit is a matter of cost, not of safety.
final class UnfinishedFiles {
    private static final Logger LOG = System.getLogger(UnfinishedFiles.class.getName());

    /// No put leaves its file unwritten this long.
    private static final Duration STALE = Duration.ofMinutes(15);

    /// Bytes copied at a time.
    private static final int PIECE_BYTES = 1 << 20;

    private final Path directory;
    private final Disk disk;
    private final InstantSource clock;

    UnfinishedFiles(Path directory, Disk disk, InstantSource clock) {
        this.directory = directory;
        this.disk = disk;
        this.clock = clock;
    }

    /// A path nobody else uses.
    Path next() {
        return directory.resolve(UUID.randomUUID().toString());
    }

    /// Writes and syncs the content.
    void write(Path path, PayloadReader content) throws IOException {
        try (DiskFile file = create(path)) {
            long size = content.size();
            for (long at = 0; at < size; at += PIECE_BYTES) {
                file.write(content.read(at, (int) Math.min(PIECE_BYTES, size - at)), at);
            }
            file.sync();
        }
    }

    private DiskFile create(Path path) throws IOException {
        try {
            return disk.create(path);
        } catch (NoSuchFileException e) {
            disk.createDirectories(directory);
            return disk.create(path);
        }
    }

    /// Removes the file of a put that failed with `cause`.
    void abandon(Path path, IOException cause) {
        try {
            disk.delete(path);
        } catch (IOException e) {
            cause.addSuppressed(e);
        }
    }

    /// Removes files that dead processes left.
    void sweep() throws IOException {
        Instant limit = clock.instant().minus(STALE);
        int swept = 0;
        for (String name : disk.list(directory)) {
            Path path = directory.resolve(name);
            Optional<FileStat> stat = disk.stat(path);
            if (stat.isPresent()
                    && !stat.get().directory()
                    && stat.get().modified().isBefore(limit)) {
                disk.delete(path);
                swept++;
            }
        }
        if (swept > 0) {
            LOG.log(Level.INFO, "removed {0} unfinished files of earlier runs from {1}", swept, directory);
        }
    }
}
