package dev.spanflame.block.wal;

import dev.spanflame.model.metric.Meters;
import dev.spanflame.objectstore.disk.Disk;
import dev.spanflame.objectstore.disk.DiskFile;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;

/// Reads a log back after a start: every whole record once, in order of files.
///
/// A torn tail of the newest file is what a crash leaves and is cut. Whatever else cannot be read is copied to
/// `quarantine/` beside the log and counted, and reading goes on behind it: nothing of it is deleted.
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
    private final Quarantine quarantine;
    private final List<WalFiles.Closed> files = new ArrayList<>();
    private final SequenceSet seen = new SequenceSet();
    private long lastSequence;
    private long records;
    private long bytes;

    private WalReplay(Disk disk, Path directory, Visitor visitor, Meters meters) {
        this.disk = disk;
        this.directory = directory;
        this.visitor = visitor;
        this.quarantine = new Quarantine(disk, directory, meters);
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
        return new Outcome(files, lastSequence, next, records, bytes, quarantine.pieces());
    }

    private void readFile(long number, boolean newest) throws IOException {
        String name = WalFormat.fileName(number);
        try (DiskFile file = disk.open(directory.resolve(name))) {
            FileSink sink = new FileSink(name);
            for (WalFileReader.Damage damage : new WalFileReader(number, file, sink).read()) {
                putAside(name, file, damage, newest);
            }
            files.add(new WalFiles.Closed(number, file.size(), sink.highest));
            bytes += file.size();
        }
    }

    /// The tail of the newest file is cut in any case: what is written from now on goes to other files, and in an
    /// older file a torn tail is damage.
    private void putAside(String name, DiskFile file, WalFileReader.Damage damage, boolean newest) throws IOException {
        boolean tail = newest && damage.to() == file.size();
        if (!tail || damage.look() == WalFileReader.Look.DAMAGED) {
            quarantine.keep(name, file, damage.from(), damage.to());
        }
        if (tail) {
            long torn = damage.to() - damage.from();
            LOG.log(System.Logger.Level.INFO, "torn tail of {0} bytes cut from {1}", torn, name);
            file.truncate(damage.from());
            file.sync();
        }
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
        public void record(long position, byte[] content) throws IOException {
            try {
                WalRecord record = WalCodec.decode(content);
                highest.merge(
                        new WalStream(record.entry().tenant(), record.entry().signal()), record.sequence(), Math::max);
                lastSequence = Math.max(lastSequence, record.sequence());
                if (seen.add(record.sequence())) {
                    records++;
                    visitor.visit(record);
                }
            } catch (UncheckedIOException e) {
                throw e.getCause();
            } catch (RuntimeException e) {
                LOG.log(System.Logger.Level.ERROR, "a record of " + name + " cannot be used", e);
                quarantine.keep(name, position, content);
            }
        }
    }
}
