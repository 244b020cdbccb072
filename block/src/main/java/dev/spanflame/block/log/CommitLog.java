package dev.spanflame.block.log;

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
import java.util.concurrent.locks.ReentrantLock;
import java.util.random.RandomGenerator;

/// The log of one tenant: numbered entries, each written exactly once by whoever comes first. Thread-safe.
///
/// Any number of processes may write. A writer puts its entry under the next number if that is still free; if not, it
/// reads what is there, checks again whether its change is still possible, and tries the number after that. No lock,
/// no lease: correctness rests on put-if-absent and on the check alone.
///
/// A snapshot that was not renewed for [#STALE] is loaded anew from the newest checkpoint, because entries below a
/// checkpoint may have been deleted meanwhile.
public final class CommitLog {
    private static final System.Logger LOG = System.getLogger(CommitLog.class.getName());
    private static final Duration STALE = Duration.ofMinutes(10);
    private static final int CHECKPOINT_EVERY = 64;
    private static final int ATTEMPTS = 1000;

    private final ObjectStore store;
    private final Tenant tenant;
    private final String writer;
    private final InstantSource clock;
    private final RandomGenerator random;
    private final ReentrantLock lock = new ReentrantLock();
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
        if (Duration.between(renewed, clock.instant()).compareTo(maxAge) <= 0) {
            return snapshot;
        }
        return refresh();
    }

    /// The newest state there is.
    public Snapshot refresh() throws IOException {
        lock.lock();
        try {
            Instant now = clock.instant();
            if (Duration.between(renewed, now).compareTo(STALE) > 0) {
                loadCheckpoint();
            }
            readOn();
            renewed = now;
            return snapshot;
        } finally {
            lock.unlock();
        }
    }

    /// Makes `change` happen and returns the state with it; empty when it is no longer possible, because a block it
    /// removes is gone or a block it adds has been there already. Nothing happens then.
    ///
    /// After an [IOException] the outcome is unknown: ask [#refresh] whether the added blocks are there.
    public Optional<Snapshot> commit(Change change) throws IOException {
        lock.lock();
        try {
            LogEntry entry = entry(change);
            refresh();
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

    /// Deletes entries and checkpoints that the newest checkpoint makes needless and that are older than `age`.
    public void prune(Duration age) throws IOException {
        Optional<Long> newest = newestCheckpoint();
        if (newest.isEmpty()) {
            return;
        }
        Instant before = clock.instant().minus(age);
        deleteOld(LogKeys.folder(tenant), newest.get(), before);
        deleteOld(LogKeys.checkpointFolder(tenant), newest.get(), before);
    }

    private LogEntry entry(Change change) {
        String id = Hex.of(random.nextLong()) + Hex.of(random.nextLong());
        long now = clock.instant().toEpochMilli();
        return new LogEntry(id, writer, now, change.added(), change.removed(), change.flushed(), change.forgotten());
    }

    /// Tries to write `entry` under the next number; on failure takes in what is there instead.
    private boolean isWritten(LogEntry entry) throws IOException {
        String key = LogKeys.entry(tenant, snapshot.number() + 1);
        if (store.putIfAbsent(key, LogJson.entry(entry)) == ObjectStore.PutResult.CREATED) {
            snapshot = snapshot.after(entry);
            return true;
        }
        LogEntry there = LogJson.entry(key, store.get(key));
        snapshot = snapshot.after(there);
        return there.entryId().equals(entry.entryId());
    }

    private void readOn() throws IOException {
        while (true) {
            String key = LogKeys.entry(tenant, snapshot.number() + 1);
            try {
                snapshot = snapshot.after(LogJson.entry(key, store.get(key)));
            } catch (NoSuchObjectException _) {
                return;
            }
        }
    }

    private void loadCheckpoint() throws IOException {
        Optional<Long> newest = newestCheckpoint();
        if (newest.isPresent() && newest.get() > snapshot.number()) {
            String key = LogKeys.checkpoint(tenant, newest.get());
            snapshot = LogJson.checkpoint(key, store.get(key));
        }
    }

    private Optional<Long> newestCheckpoint() throws IOException {
        Optional<Long> newest = Optional.empty();
        ListRequest request = ListRequest.objects(LogKeys.checkpointFolder(tenant));
        while (true) {
            Listing page = store.list(request);
            if (!page.objects().isEmpty()) {
                newest = Optional.of(LogKeys.number(page.objects().getLast().key()));
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
                if (LogKeys.number(object.key()) < below && object.modified().isBefore(before)) {
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
