package dev.spanflame.tests.simulation;

import dev.spanflame.block.log.CommitLogs;
import dev.spanflame.block.log.FaultyStore;
import dev.spanflame.block.log.ManualClock;
import dev.spanflame.block.wal.Durability;
import dev.spanflame.compactor.Compactor;
import dev.spanflame.ingester.TestIngester;
import dev.spanflame.model.BackendException;
import dev.spanflame.objectstore.ObjectStore;
import dev.spanflame.objectstore.disk.ForgetfulDisk;
import dev.spanflame.objectstore.disk.PowerCut;
import dev.spanflame.objectstore.disk.Survival;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Objects;
import java.util.Optional;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/// A machine with an ingester and a compactor on a simulated disk, a store, and another machine whose
/// compactor works on the same store; all of it goes by one clock that stands still until it is moved.
final class StorageWorld implements AutoCloseable {
    private static final Instant START = Instant.parse("2026-11-18T12:00:00Z");
    private static final int STARTS = 12;

    final ManualClock clock = new ManualClock(START);
    final Random random;
    final StoreFaults faults;
    private final Path folder;
    private final StorePlace place;
    private final Durability durability;
    private Optional<ObjectStore> kept = Optional.empty();
    private Runnable meanwhile = () -> {};
    private int processes;
    private ForgetfulDisk disk = new ForgetfulDisk(clock);
    private @Nullable TestIngester ingester;
    private @Nullable Compactor compactor;
    private @Nullable Compactor other;

    /// One of many worlds; `folder` is on the real disk, for files in the making.
    StorageWorld(Path folder, Random random, Durability durability) throws IOException {
        this.folder = folder;
        this.random = random;
        this.durability = durability;
        this.place = random.nextBoolean() ? StorePlace.FOLDER : StorePlace.BUCKET;
        this.faults = new StoreFaults(random, new int[] {0, 200, 40}[random.nextInt(3)]);
        faults.quiet(true);
        boot(disk);
        faults.quiet(false);
    }

    /// What happens now and then while the other machine is in the middle of something.
    void meanwhile(Runnable happening) {
        meanwhile = happening;
    }

    ForgetfulDisk disk() {
        return disk;
    }

    TestIngester ingester() {
        return Objects.requireNonNull(ingester);
    }

    Compactor compactor() {
        return Objects.requireNonNull(compactor);
    }

    Compactor other() {
        return Objects.requireNonNull(other);
    }

    /// The store without faults.
    ObjectStore store() {
        return kept.orElseThrow();
    }

    /// What another process that has just started knows.
    CommitLogs freshLogs() {
        return new CommitLogs(store(), "reader-" + processes++, clock, new Random(random.nextLong()));
    }

    /// A thing that may fail as the world allows.
    interface Deed {
        void run() throws IOException;
    }

    /// Does `deed`; whether it went well. What is no trouble of disk or store is a mistake and is thrown.
    boolean attempt(Deed deed) {
        try {
            deed.run();
            return true;
        } catch (IOException | UncheckedIOException | BackendException | PowerCut _) {
            return false;
        }
    }

    /// Whether the power is gone.
    boolean isDark() {
        try {
            boolean _ = disk.exists(folder);
            return false;
        } catch (PowerCut _) {
            return true;
        }
    }

    /// Ends the process and starts another one on the disk as it is.
    void kill() throws IOException {
        disk.nextProcess();
        start(disk);
    }

    /// Ends the process by a power cut and starts another one on what `survival` leaves.
    void restart(Survival survival) throws IOException {
        start(disk.reboot(survival));
    }

    /// Now and then the power goes on the way.
    private void start(ForgetfulDisk first) throws IOException {
        ForgetfulDisk next = first;
        for (int i = 0; i < STARTS; i++) {
            if (random.nextInt(4) == 0) {
                next.faults().cutPowerAt(next.faults().operations() + 1 + random.nextInt(30));
            }
            ForgetfulDisk tried = next;
            if (attempt(() -> boot(tried)) && !isDark()) {
                return;
            }
            next = tried.reboot(Survival.some(random));
        }
        faults.quiet(true);
        boot(next);
        faults.quiet(false);
    }

    private void boot(ForgetfulDisk next) throws IOException {
        close();
        disk = next;
        kept = Optional.of(place.open(folder, disk, clock, kept));
        FaultyStore mine = faults.over(store());
        TestIngester started = new TestIngester(
                TestIngester.Options.of(disk, mine, folder).with(durability).with(clock, random.nextLong()));
        ingester = started;
        compactor = CompactingProcess.of(mine, started.logs(), folder.resolve("merging"), clock, random.nextLong());
        other = elsewhere();
    }

    /// A process that stops for a while in the middle of things.
    private Compactor elsewhere() throws IOException {
        FaultyStore theirs = new FaultyStore(faults.over(store()));
        theirs.before((_, _) -> {
            if (random.nextInt(25) == 0) {
                meanwhile.run();
            }
        });
        CommitLogs logs = new CommitLogs(theirs, "other-" + processes++, clock, new Random(random.nextLong()));
        return CompactingProcess.of(theirs, logs, folder.resolve("elsewhere"), clock, random.nextLong());
    }

    /// Ends the process as it is.
    @Override
    public void close() {
        TestIngester running = ingester;
        if (running != null) {
            boolean _ = attempt(running::close);
            ingester = null;
        }
    }
}
