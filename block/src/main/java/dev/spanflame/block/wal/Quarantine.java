package dev.spanflame.block.wal;

import dev.spanflame.model.metric.Meters;
import dev.spanflame.objectstore.disk.Disk;
import dev.spanflame.objectstore.disk.DiskFile;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.zip.CRC32C;

/// Where pieces of the log go that cannot be used: the folder `quarantine` beside its files. One thread.
///
/// A piece is named after its file, its position and the checksum of its content, so that the same piece is put
/// aside once however often the log is read, and another piece never takes its name. Nothing here is ever deleted.
final class Quarantine {
    private static final System.Logger LOG = System.getLogger(WalReplay.class.getName());
    private static final int CHUNK = 1 << 20;

    private final Disk disk;
    private final Path folder;
    private final Meters.Counter counter;
    private int pieces;

    Quarantine(Disk disk, Path directory, Meters meters) {
        this.disk = disk;
        this.folder = directory.resolve("quarantine");
        this.counter = meters.counter(
                "spanflame_wal_quarantined_total", "Damaged pieces of the write-ahead log put aside, not deleted");
    }

    /// Pieces found so far.
    int pieces() {
        return pieces;
    }

    /// Puts the bytes `[from, to)` of a file aside; durable when this returns.
    void keep(String fileName, DiskFile file, long from, long to) throws IOException {
        keep(fileName + "-" + from, to - from, sink -> {
            ByteBuffer chunk = ByteBuffer.allocate((int) Math.min(CHUNK, to - from));
            for (long at = from; at < to; at += chunk.limit()) {
                chunk.clear().limit((int) Math.min(CHUNK, to - at));
                readFully(file, chunk, at);
                sink.write(chunk.flip(), at - from);
            }
        });
    }

    /// Puts a record that was found at `position` of a file aside; durable when this returns.
    void keep(String fileName, long position, byte[] record) throws IOException {
        keep(fileName + "-record-" + position, record.length, sink -> sink.write(ByteBuffer.wrap(record), 0));
    }

    private void keep(String name, long length, Piece piece) throws IOException {
        pieces++;
        counter.increment();
        CRC32C checksum = new CRC32C();
        piece.writeTo((bytes, _) -> checksum.update(bytes));
        Path target = folder.resolve("%s-%08x.damaged".formatted(name, checksum.getValue()));
        LOG.log(System.Logger.Level.ERROR, "{0} damaged bytes put aside as {1}", length, target);
        if (disk.exists(target)) {
            return;
        }
        disk.createDirectories(folder);
        Path unfinished = folder.resolve(target.getFileName() + ".tmp");
        disk.delete(unfinished);
        try (DiskFile copy = disk.create(unfinished)) {
            piece.writeTo(copy::write);
            copy.sync();
        }
        disk.rename(unfinished, target);
        disk.syncDirectory(folder);
    }

    private static void readFully(DiskFile file, ByteBuffer chunk, long position) throws IOException {
        while (chunk.hasRemaining()) {
            if (file.read(chunk, position + chunk.position()) < 0) {
                throw new IOException("a log file ended while a piece of it was put aside");
            }
        }
    }

    /// Takes bytes and their place in the piece.
    private interface Sink {
        void write(ByteBuffer bytes, long position) throws IOException;
    }

    /// Hands out its bytes in order, as often as it is asked.
    private interface Piece {
        void writeTo(Sink sink) throws IOException;
    }
}
