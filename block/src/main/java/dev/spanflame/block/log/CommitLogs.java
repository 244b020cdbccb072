package dev.spanflame.block.log;

import dev.spanflame.model.BackendException;
import dev.spanflame.model.Tenant;
import dev.spanflame.objectstore.ListRequest;
import dev.spanflame.objectstore.Listing;
import dev.spanflame.objectstore.ObjectStore;
import java.io.IOException;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantLock;
import java.util.random.RandomGenerator;

/// The commit logs of all tenants of a store, one object each, shared by all parts of the process. Thread-safe.
///
/// Anybody can ask for a tenant that nobody ever heard of, so a log without entries is kept only while it is among
/// the [#MAX_EMPTY] that were asked for last. That loses nothing: two objects for one log are two writers.
public final class CommitLogs {
    private static final System.Logger LOG = System.getLogger(CommitLogs.class.getName());

    /// Logs without entries that are kept.
    static final int MAX_EMPTY = 1024;

    private final ObjectStore store;
    private final String writer;
    private final InstantSource clock;
    private final RandomGenerator random;
    private final ConcurrentHashMap<Tenant, CommitLog> logs = new ConcurrentHashMap<>();

    private final ReentrantLock lock = new ReentrantLock();

    /// Logs that had no entries when last looked at, the one asked for last at the end; guarded by `lock`.
    private final Map<Tenant, CommitLog> empty = new LinkedHashMap<>(16, 0.75f, true);

    /// Logs in `store`; `writer` names this process in entries it writes; `random` must be thread-safe.
    public CommitLogs(ObjectStore store, String writer, InstantSource clock, RandomGenerator random) {
        this.store = store;
        this.writer = writer;
        this.clock = clock;
        this.random = random;
    }

    /// The log of a tenant, whether or not it has entries.
    public CommitLog of(Tenant tenant) {
        CommitLog known = logs.get(tenant);
        return known == null ? ofNewcomer(tenant) : known;
    }

    /// The logs this process knows to have entries, without asking the store.
    public List<CommitLog> known() {
        lock.lock();
        try {
            settle();
        } finally {
            lock.unlock();
        }
        return List.copyOf(logs.values());
    }

    /// All tenants that have anything in the store, sorted. Folders that no tenant can have are passed over.
    public List<Tenant> tenants() throws IOException {
        List<Tenant> tenants = new ArrayList<>();
        ListRequest request = ListRequest.foldersOf("");
        while (true) {
            Listing page = store.list(request);
            for (String folder : page.folders()) {
                tenant(folder).ifPresent(tenants::add);
            }
            if (page.next().isEmpty()) {
                return tenants;
            }
            request = request.after(page.next().get());
        }
    }

    /// Logs kept at the moment.
    int size() {
        lock.lock();
        try {
            return logs.size() + empty.size();
        } finally {
            lock.unlock();
        }
    }

    private CommitLog ofNewcomer(Tenant tenant) {
        lock.lock();
        try {
            CommitLog known = logs.get(tenant);
            if (known != null) {
                return known;
            }
            CommitLog log = empty.computeIfAbsent(tenant, t -> new CommitLog(store, t, writer, clock, random));
            if (hasEntries(log)) {
                empty.remove(tenant);
                logs.put(tenant, log);
            } else if (empty.size() > MAX_EMPTY) {
                settle();
                dropOldest();
            }
            return log;
        } finally {
            lock.unlock();
        }
    }

    private void settle() {
        for (Iterator<CommitLog> all = empty.values().iterator(); all.hasNext(); ) {
            CommitLog log = all.next();
            if (hasEntries(log)) {
                logs.put(log.tenant(), log);
                all.remove();
            }
        }
    }

    private void dropOldest() {
        Iterator<CommitLog> oldest = empty.values().iterator();
        while (empty.size() > MAX_EMPTY) {
            CommitLog _ = oldest.next();
            oldest.remove();
        }
    }

    private static boolean hasEntries(CommitLog log) {
        return log.known().number() > 0;
    }

    private static Optional<Tenant> tenant(String folder) {
        try {
            return Optional.of(new Tenant(folder.substring(0, folder.length() - 1)));
        } catch (BackendException e) {
            LOG.log(System.Logger.Level.DEBUG, "not a tenant: " + folder, e);
            return Optional.empty();
        }
    }
}
