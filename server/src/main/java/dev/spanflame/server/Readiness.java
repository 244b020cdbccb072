package dev.spanflame.server;

import dev.spanflame.objectstore.ObjectStore;
import dev.spanflame.objectstore.StoreHealth;
import dev.spanflame.proto.edge.HttpReply;
import dev.spanflame.proto.edge.Route;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;

/// Whether the process can do its work, and if not, why. Thread-safe.
final class Readiness {
    private final ObjectStore store;
    private final Supplier<String> flushTrouble;
    private volatile String state = "starting";

    /// Looks at the health of `store`, and at `flushTrouble`, which is empty when blocks can be written.
    Readiness(ObjectStore store, Supplier<String> flushTrouble) {
        this.store = store;
        this.flushTrouble = flushTrouble;
    }

    /// Says what is being done before the process is ready.
    void starting(String what) {
        state = what;
    }

    /// From now on only the store and failing flushes can make it unready.
    void started() {
        state = "";
    }

    /// The process is on its way down.
    void stopping() {
        state = "stopping";
    }

    /// Whether there is no reason against.
    boolean isReady() {
        return reasons().isEmpty();
    }

    /// What keeps it from its work; empty when nothing does.
    List<String> reasons() {
        List<String> reasons = new ArrayList<>();
        String now = state;
        if (!now.isEmpty()) {
            reasons.add(now);
        }
        StoreHealth health = store.health();
        health.trouble()
                .ifPresent(trouble -> reasons.add("object store: " + trouble + ": " + health.message() + " (since "
                        + health.since() + "; data is taken and kept in the write-ahead log)"));
        String failing = flushTrouble.get();
        if (!failing.isEmpty() && health.trouble().isEmpty()) {
            reasons.add("blocks cannot be written: " + failing
                    + " (tried again; data is taken and kept in the write-ahead log)");
        }
        return reasons;
    }

    /// `GET /ready`: 200, or 503 with the reasons, one a line.
    Route route() {
        return new Route(
                Set.of("GET", "HEAD"),
                "/ready",
                0,
                Route.TenantRule.NONE,
                Route.ErrorFormat.TEXT,
                _ -> isReady()
                        ? HttpReply.text(200, "ready\n")
                        : HttpReply.text(503, String.join("\n", reasons()) + "\n"));
    }
}
