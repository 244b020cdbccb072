package dev.spanflame.block.log;

import dev.spanflame.block.BlockMeta;
import dev.spanflame.model.BackendException;
import dev.spanflame.model.ErrorKind;
import dev.spanflame.model.Hex;
import dev.spanflame.model.Tenant;
import dev.spanflame.objectstore.ListRequest;
import dev.spanflame.objectstore.Listing;
import dev.spanflame.objectstore.NoSuchObjectException;
import dev.spanflame.objectstore.ObjectInfo;
import dev.spanflame.objectstore.ObjectStore;
import dev.spanflame.objectstore.Payload;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.locks.ReentrantLock;
import java.util.random.RandomGenerator;

/// The log of one tenant: numbered entries, each written exactly once by whoever comes first. Thread-safe.
///
/// Any number of processes may write. A writer puts its entry under the next number if that is still free;
/// if not, it reads what is there, checks again whether its change is still possible, and tries the number
/// after that. No lock, no lease: correctness rests on put-if-absent and on the check alone.
///
/// A snapshot that was not renewed for [#STALE] is loaded anew from the newest checkpoint, because entries
/// below a checkpoint may have been deleted meanwhile.
public final class CommitLog {
    private static final System.Logger LOG = System.getLogger(CommitLog.class.getName());
    private static final Duration STALE = Duration.ofMinutes(10);
    private static final Duration OLDEST_ADDED = Duration.ofHours(12);
    private static final int CHECKPOINT_EVERY = 64;
    private static final int ATTEMPTS = 1000;

    private final ObjectStore store;
    private final Tenant tenant;
    private final String writer;
    private final InstantSource clock;
    private final RandomGenerator random;
    private final ReentrantLock lock = new ReentrantLock();
    /// Key of the newest entry that was read and that may yet go with the power, empty for none; guarded by
    /// `lock`.
    private String unsettled = "";

    private volatile Snapshot snapshot = Snapshot.EMPTY;
    private volatile Instant renewed = Instant.MIN;

    /// The log of `tenant` in `store`; `writer` names this process in the entries it writes.
    public CommitLog(ObjectStore store, Tenant tenant, String writer, InstantSource clock, RandomGenerator random) {
        this.store = store;
        this.tenant = tenant;
        this.writer = writer;
        this.clock = clock;
        this.random = random;
    }

    /// Owner of the log.
    public Tenant tenant() {
        return tenant;
    }

    /// The newest state this process knows, without asking the store.
    public Snapshot known() {
        return snapshot;
    }

    /// A state that was the newest at most `maxAge` ago.
    public Snapshot read(Duration maxAge) throws IOException {
        if (isRenewedWithin(maxAge)) {
            return snapshot;
        }
        lock.lock();
        try {
            return isRenewedWithin(maxAge) ? snapshot : refresh();
        } finally {
            lock.unlock();
        }
    }

    /// The newest state there is.
    public Snapshot refresh() throws IOException {
        lock.lock();
        try {
            Instant now = clock.instant();
            if (!isRenewedWithin(STALE)) {
                loadCheckpoint();
            }
            readOn();
            renewed = now;
            return snapshot;
        } finally {
            lock.unlock();
        }
    }

    /// The newest state there is, and it stays: a power cut does not take it back. Who gives anything up
    /// because of what the log says asks for this one.
    public Snapshot refreshSettled() throws IOException {
        lock.lock();
        try {
            refresh();
            settle();
            return snapshot;
        } finally {
            lock.unlock();
        }
    }

    /// Makes `change` happen and returns the state with it; empty when it is no longer possible, because a
    /// block it removes is gone, a block it adds has been there already, or a block it forgets is not
    /// removed. Then nothing happens.
    ///
    /// After an [IOException] the outcome is unknown: ask [#refresh] whether the added blocks are there,
    /// and leave their objects alone, because a request on its way may still arrive.
    ///
    /// A block that was begun over 12 hours ago is refused with a [BackendException] of kind UNAVAILABLE
    /// and has to be built anew: what was forgotten meanwhile cannot be told from what never was, and its
    /// objects may have been swept as orphans.
    public Optional<Snapshot> commit(Change change) throws IOException {
        lock.lock();
        try {
            refuseOld(change);
            LogEntry entry = entry(change);
            refreshSettled();
            for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
                if (!snapshot.allows(change)) {
                    return Optional.empty();
                }
                if (isWritten(entry)) {
                    checkpointIfDue();
                    return Optional.of(snapshot);
                }
            }
            throw new IOException("the log of tenant " + tenant + " moved on " + ATTEMPTS + " times in a row");
        } finally {
            lock.unlock();
        }
    }

    /// Deletes entries and checkpoints that the newest checkpoint makes needless and that are older than
    /// `age`.
    public void prune(Duration age) throws IOException {
        OptionalLong newest = newestCheckpoint();
        if (newest.isEmpty()) {
            return;
        }
        Instant before = clock.instant().minus(age);
        deleteOld(LogKeys.folder(tenant), newest.getAsLong(), before);
        deleteOld(LogKeys.checkpointFolder(tenant), newest.getAsLong(), before);
    }

    /// A clock that was set back makes no state fresh.
    private boolean isRenewedWithin(Duration age) {
        Duration since = Duration.between(renewed, clock.instant());
        return !since.isNegative() && since.compareTo(age) <= 0;
    }

    private void refuseOld(Change change) {
        Instant oldest = clock.instant().minus(OLDEST_ADDED);
        for (BlockMeta meta : change.added()) {
            Instant begun = meta.blockId().begun();
            if (begun.isBefore(oldest)) {
                throw new BackendException(
                        ErrorKind.UNAVAILABLE,
                        "block_too_old",
                        "block " + meta.id() + " of tenant " + tenant + " was begun at " + begun + ", over "
                                + OLDEST_ADDED.toHours() + " hours ago; build it anew");
            }
        }
    }

    private LogEntry entry(Change change) {
        String id = Hex.of(random.nextLong()) + Hex.of(random.nextLong());
        long now = clock.instant().toEpochMilli();
        return new LogEntry(id, writer, now, change.added(), change.removed(), change.flushed(), change.forgotten());
    }

    /// Tries to write `entry` under the next number; on failure takes in what is there instead.
    private boolean isWritten(LogEntry entry) throws IOException {
        String key = LogKeys.entry(tenant, snapshot.number() + 1);
        if (isCreated(key, entry)) {
            snapshot = snapshot.after(entry);
            return true;
        }
        LogEntry there = LogJson.entry(key, store.get(key));
        snapshot = snapshot.after(there);
        unsettled = key;
        settle();
        return there.entryId().equals(entry.entryId());
    }

    /// After a failure the entry may be there all the same: then whatever has the key decides. If nothing
    /// has it, the request may still arrive, and the outcome stays unknown.
    private boolean isCreated(String key, LogEntry entry) throws IOException {
        try {
            return store.putIfAbsent(key, LogJson.entry(entry)) == ObjectStore.PutResult.CREATED;
        } catch (IOException e) {
            if (isThere(key, e)) {
                return false;
            }
            throw e;
        }
    }

    private boolean isThere(String key, IOException cause) {
        try {
            return store.head(key).isPresent();
        } catch (IOException e) {
            cause.addSuppressed(e);
            return false;
        }
    }

    private void readOn() throws IOException {
        Snapshot next = snapshot;
        while (true) {
            String key = LogKeys.entry(tenant, next.number() + 1);
            try {
                next = next.after(LogJson.entry(key, store.get(key)));
            } catch (NoSuchObjectException _) {
                break;
            }
        }
        if (next.number() > snapshot.number()) {
            unsettled = LogKeys.entry(tenant, next.number());
            snapshot = next;
        }
    }

    /// All entries are in one folder, so the newest one settles all.
    private void settle() throws IOException {
        if (!unsettled.isEmpty()) {
            store.settle(unsettled);
            unsettled = "";
        }
    }

    private void loadCheckpoint() throws IOException {
        OptionalLong newest = newestCheckpoint();
        if (newest.isPresent() && newest.getAsLong() > snapshot.number()) {
            String key = LogKeys.checkpoint(tenant, newest.getAsLong());
            snapshot = LogJson.checkpoint(key, newest.getAsLong(), store.get(key));
        }
    }

    private OptionalLong newestCheckpoint() throws IOException {
        OptionalLong newest = OptionalLong.empty();
        ListRequest request = ListRequest.objects(LogKeys.checkpointFolder(tenant));
        while (true) {
            Listing page = store.list(request);
            for (ObjectInfo object : page.objects()) {
                OptionalLong number = LogKeys.number(object.key());
                newest = number.isPresent() ? number : newest;
            }
            if (page.next().isEmpty()) {
                return newest;
            }
            request = request.after(page.next().get());
        }
    }

    private void checkpointIfDue() {
        if (snapshot.number() % CHECKPOINT_EVERY != 0) {
            return;
        }
        try {
            String key = LogKeys.checkpoint(tenant, snapshot.number());
            store.put(key, Payload.of(LogJson.checkpoint(snapshot)));
        } catch (IOException e) {
            LOG.log(
                    System.Logger.Level.WARNING,
                    "checkpoint of tenant " + tenant + " not written, next one will be",
                    e);
        }
    }

    private void deleteOld(String folder, long below, Instant before) throws IOException {
        ListRequest request = new ListRequest(folder, "", 1000, true);
        while (true) {
            Listing page = store.list(request);
            for (ObjectInfo object : page.objects()) {
                long number = LogKeys.number(object.key()).orElse(Long.MAX_VALUE);
                if (number < below && object.modified().isBefore(before)) {
                    store.delete(object.key());
                }
            }
            if (page.next().isEmpty()) {
                return;
            }
            request = request.after(page.next().get());
        }
    }
}
