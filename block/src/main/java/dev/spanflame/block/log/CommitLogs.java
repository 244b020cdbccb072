package dev.spanflame.block.log;

import dev.spanflame.model.Tenant;
import dev.spanflame.objectstore.ListRequest;
import dev.spanflame.objectstore.Listing;
import dev.spanflame.objectstore.ObjectStore;
import java.io.IOException;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import java.util.random.RandomGenerator;

/// The commit logs of all tenants of a store, one object each, shared by all parts of the process. Thread-safe.
public final class CommitLogs {
    private final ObjectStore store;
    private final String writer;
    private final InstantSource clock;
    private final RandomGenerator random;
    private final ConcurrentHashMap<Tenant, CommitLog> logs = new ConcurrentHashMap<>();

    /// Logs in `store`; `writer` names this process in entries it writes; `random` must be thread-safe.
    public CommitLogs(ObjectStore store, String writer, InstantSource clock, RandomGenerator random) {
        this.store = store;
        this.writer = writer;
        this.clock = clock;
        this.random = random;
    }

    /// The log of a tenant, whether or not it has entries.
    public CommitLog of(Tenant tenant) {
        return logs.computeIfAbsent(tenant, t -> new CommitLog(store, t, writer, clock, random));
    }

    /// All tenants that have anything in the store, sorted.
    public List<Tenant> tenants() throws IOException {
        List<Tenant> tenants = new ArrayList<>();
        ListRequest request = ListRequest.foldersOf("");
        while (true) {
            Listing page = store.list(request);
            for (String folder : page.folders()) {
                tenants.add(new Tenant(folder.substring(0, folder.length() - 1)));
            }
            if (page.next().isEmpty()) {
                return tenants;
            }
            request = request.after(page.next().get());
        }
    }
}
