package dev.spanflame.block.wal;

import dev.spanflame.model.metric.Meters;
import dev.spanflame.objectstore.disk.Disk;
import dev.spanflame.objectstore.disk.DiskFile;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;

/// Reads a log back after a start: every whole record once, in order of files.
///
/// A torn tail of the newest file is what a crash leaves and is cut. Damage anywhere else is copied to
/// `quarantine/` beside the log and counted, and reading goes on behind it. Nothing that cannot be read is
/// deleted.
public final class WalReplay {
    private static final System.Logger LOG = System.getLogger(WalReplay.class.getName());

    /// Takes the records of a replay.
    @FunctionalInterface
    public interface Visitor {
        /// Takes one record. A [RuntimeException] sends the record to quarantine and reading goes on; an
        /// [UncheckedIOException] ends the replay, which can be tried again.
        void visit(WalRecord record);
    }

    /// What a replay found: the files with what is in them, and where to go on.
    public record Outcome(
            List<WalFiles.Closed> files,
            long lastSequence,
            long nextFileNumber,
            long records,
            long bytes,
            int quarantined) {
        /// Copies the list.
        public Outcome {
            files = List.copyOf(files);
        }
    }

    private final Disk disk;
    private final Path directory;
    private final Visitor visitor;
    private final Meters.Counter quarantinedRecords;
    private final List<WalFiles.Closed> files = new ArrayList<>();
    private final BitSet seen = new BitSet();
    private long firstSequence = -1;
    private long lastSequence;
    private long records;
    private long bytes;
    private int quarantined;

    private WalReplay(Disk disk, Path directory, Visitor visitor, Meters meters) {
        this.disk = disk;
        this.directory = directory;
        this.visitor = visitor;
        this.quarantinedRecords = meters.counter(
                "spanflame_wal_quarantined_total", "Damaged pieces of the write-ahead log put aside, not deleted");
    }

    /// Reads the log in `directory`, creating the directory when it does not exist.
    public static Outcome run(Disk disk, Path directory, Meters meters, Visitor visitor) throws IOException {
        disk.createDirectories(directory);
        return new WalReplay(disk, directory, visitor, meters).run();
    }

    private Outcome run() throws IOException {
        List<Long> numbers = new ArrayList<>();
        for (String name : disk.list(directory)) {
            OptionalLong number = WalFormat.fileNumber(name);
            number.ifPresent(numbers::add);
        }
        for (int i = 0; i < numbers.size(); i++) {
            readFile(numbers.get(i), i == numbers.size() - 1);
        }
        long next = numbers.isEmpty() ? 1 : numbers.getLast() + 1;
        return new Outcome(files, lastSequence, next, records, bytes, quarantined);
    }

    private void readFile(long number, boolean newest) throws IOException {
        String name = WalFormat.fileName(number);
        try (DiskFile file = disk.open(directory.resolve(name))) {
            FileSink sink = new FileSink(name);
            List<WalFileReader.Damage> damages = new WalFileReader(number, file, sink).read();
            for (WalFileReader.Damage damage : damages) {
                if (newest && damage.to() == file.size()) {
                    LOG.log(System.Logger.Level.INFO, "torn tail of {0} bytes cut from {1}", tail(damage), name);
                    file.truncate(damage.from());
                    file.sync();
                } else {
                    quarantine(name, damage.from(), read(file, damage));
                }
            }
            files.add(new WalFiles.Closed(number, file.size(), sink.highest));
            bytes += file.size();
        }
    }

    private static long tail(WalFileReader.Damage damage) {
        return damage.to() - damage.from();
    }

    private static ByteBuffer read(DiskFile file, WalFileReader.Damage damage) throws IOException {
        ByteBuffer target = ByteBuffer.allocate(Math.toIntExact(damage.to() - damage.from()));
        while (target.hasRemaining() && file.read(target, damage.from() + target.position()) >= 0) {
            continue;
        }
        return target.flip();
    }

    private void quarantine(String fileName, long position, ByteBuffer content) throws IOException {
        Path folder = directory.resolve("quarantine");
        Path target = folder.resolve(fileName + "-" + position + ".damaged");
        quarantined++;
        quarantinedRecords.increment();
        LOG.log(System.Logger.Level.ERROR, "{0} damaged bytes put aside as {1}", content.remaining(), target);
        disk.createDirectories(folder);
        try (DiskFile file = disk.create(target)) {
            file.write(content, 0);
            file.sync();
        } catch (FileAlreadyExistsException _) {
            return;
        }
        disk.syncDirectory(folder);
    }

    /// Whether a sequence number comes up for the first time: a record may have been written again after a
    /// failure.
    private boolean isNew(long sequence) {
        if (firstSequence < 0) {
            firstSequence = sequence;
        }
        long index = sequence - firstSequence;
        if (index < 0 || index > Integer.MAX_VALUE - 1) {
            return true;
        }
        boolean fresh = !seen.get((int) index);
        seen.set((int) index);
        return fresh;
    }

    private final class FileSink implements WalFileReader.Sink {
        private final String name;
        private final Map<WalStream, Long> highest = new HashMap<>();

        private FileSink(String name) {
            this.name = name;
        }

        @Override
        public void header(ByteBuffer payload) throws IOException {
            lastSequence = Math.max(lastSequence, WalFormat.firstSequence(payload, name) - 1);
        }

        @Override
        public void record(byte[] content) throws IOException {
            try {
                WalRecord record = WalCodec.decode(content);
                highest.merge(
                        new WalStream(record.entry().tenant(), record.entry().signal()), record.sequence(), Math::max);
                lastSequence = Math.max(lastSequence, record.sequence());
                if (isNew(record.sequence())) {
                    records++;
                    visitor.visit(record);
                }
            } catch (UncheckedIOException e) {
                throw e.getCause();
            } catch (RuntimeException e) {
                LOG.log(System.Logger.Level.ERROR, "a record of " + name + " cannot be used", e);
                quarantine(name + "-record", records, ByteBuffer.wrap(content));
            }
        }
    }
}
