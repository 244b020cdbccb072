package dev.spanflame.block.wal;

import dev.spanflame.model.metric.Meters;
import dev.spanflame.objectstore.disk.Disk;
import java.nio.file.Path;

/// How a log is kept.
///
/// `ingester` is the id written into each file, `fileBytes` the size after which a file is closed and the next one
/// opened, `queueBytes` how much may wait to be written before [Wal#append] refuses, `reserveBytes` how much space
/// on the disk is left untouched: below it nothing new is taken.
public record WalOptions(
        Disk disk,
        Path directory,
        String ingester,
        Durability durability,
        long fileBytes,
        long queueBytes,
        long reserveBytes,
        Meters meters) {
    /// Usual sizes: files of 128 MiB, 256 MiB waiting, 64 MiB left free.
    public static WalOptions of(Disk disk, Path directory, String ingester, Durability durability, Meters meters) {
        return new WalOptions(disk, directory, ingester, durability, 128L << 20, 256L << 20, 64L << 20, meters);
    }
}
