package dev.spanflame.tests.syscalls;

import dev.spanflame.block.log.ManualClock;
import dev.spanflame.ingester.TestIngester;
import dev.spanflame.model.BackendException;
import dev.spanflame.objectstore.disk.Disk;
import dev.spanflame.objectstore.disk.RealDisk;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.logging.Level;
import java.util.logging.Logger;

/// A process that does everything the storage core does, once: requests into the write-ahead log, flushes, a restart
/// with a replay, merges, the removal of what was merged, retention. What fails is told to the sender, as it would be,
/// and the script goes on.
///
/// Arguments: the folder of the data, and the file of the [Notes], on another file system.
final class StorageScript {
    private static final int BLOCKS = 3;
    private static final int STARTS = 3;
    private static final int BROKEN = 3;

    private final Path folder;
    private final Notes notes;
    private final Disk disk = new OneThread().over(new RealDisk());
    private final ManualClock clock = new ManualClock(StorageCore.START);
    private Optional<StorageCore> core = Optional.empty();
    private long spans;
    private long profiles;
    private long starts;

    private StorageScript(Path folder, Notes notes) {
        this.folder = folder;
        this.notes = notes;
    }

    /// Runs the script; the exit code is 3 where the process itself sees that something is not as it should be.
    public static void main(String[] arguments) throws IOException {
        Logger.getLogger("").setLevel(Level.OFF);
        Notes notes = new Notes(Path.of(arguments[1]));
        StorageScript script = new StorageScript(Path.of(arguments[0]), notes);
        List<String> violations = new ArrayList<>();
        script.play();
        // before what is old goes
        violations.addAll(script.look());
        script.forget();
        violations.addAll(script.look());
        notes.finish();
        violations.forEach(System.out::println);
        System.out.flush();
        Runtime.getRuntime().halt(violations.isEmpty() ? 0 : BROKEN);
    }

    private void play() {
        start();
        for (int block = 0; block < BLOCKS; block++) {
            sendSpans(2);
            sendSpans(1);
            sendProfile();
            boolean _ = attempt(now -> now.ingester().ingester().flushAll());
        }
        sendSpans(2);
        sendProfile();
        boolean _ = attempt(StorageCore::close);
        start();
        sendSpans(1);
        boolean _ = attempt(now -> now.compactor().compactAll());
        later(CompactingHours.GRACE);
        sendSpans(1);
        boolean _ = attempt(now -> now.ingester().ingester().flushAll());
        later(CompactingHours.SWEEP);
    }

    /// Retention takes all blocks, and more comes in.
    private void forget() {
        notes.giveUp();
        later(StorageCore.RETENTION);
        later(CompactingHours.GRACE);
        sendSpans(1);
        sendProfile();
    }

    /// Times after which the compactor does something more.
    private static final class CompactingHours {
        /// Objects of merged blocks go.
        static final Duration GRACE = Duration.ofHours(2);

        /// Uploads that nobody committed go.
        static final Duration SWEEP = Duration.ofHours(30);
    }

    private void later(Duration time) {
        clock.advance(time);
        boolean _ = attempt(now -> now.compactor().runOnce());
    }

    private void start() {
        core = Optional.empty();
        for (int i = 0; i < STARTS && core.isEmpty(); i++) {
            try {
                core = Optional.of(new StorageCore(folder, disk, clock, ++starts));
            } catch (IOException | UncheckedIOException _) {
                // whoever runs the server starts it again
            }
        }
    }

    /// A thing that may fail.
    private interface Deed {
        void run(StorageCore core) throws IOException;
    }

    private boolean attempt(Deed deed) {
        if (core.isEmpty()) {
            return false;
        }
        try {
            deed.run(core.get());
            return true;
        } catch (IOException | UncheckedIOException | BackendException _) {
            return false;
        }
    }

    private void sendSpans(int count) {
        long[] ids = new long[count];
        for (int i = 0; i < count; i++) {
            ids[i] = ++spans;
            notes.send(Notes.Kind.SPAN, ids[i]);
        }
        if (attempt(now -> now.ingester().spans(ids))) {
            for (long id : ids) {
                notes.acknowledge(Notes.Kind.SPAN, id);
            }
        }
    }

    private void sendProfile() {
        long value = ++profiles;
        notes.send(Notes.Kind.PROFILE, value);
        if (attempt(now -> now.ingester().profile(value))) {
            notes.acknowledge(Notes.Kind.PROFILE, value);
        }
    }

    /// What was acknowledged can be read by who goes on after an error.
    private List<String> look() throws IOException {
        List<String> violations = new ArrayList<>();
        if (core.isPresent()) {
            TestIngester ingester = core.get().ingester();
            violations.addAll(notes.ledger(Notes.Kind.SPAN).violations(ingester.spanIds()));
            violations.addAll(notes.ledger(Notes.Kind.PROFILE).violations(ingester.profileValues()));
        }
        return violations;
    }
}
