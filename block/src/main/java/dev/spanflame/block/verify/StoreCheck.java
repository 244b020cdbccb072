package dev.spanflame.block.verify;

import dev.spanflame.block.BlockMeta;
import dev.spanflame.block.log.CommitLog;
import dev.spanflame.block.log.CommitLogs;
import dev.spanflame.block.log.Snapshot;
import dev.spanflame.model.BackendException;
import dev.spanflame.model.Tenant;
import dev.spanflame.objectstore.ObjectStore;
import java.io.IOException;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import java.util.function.Consumer;

/// Reads a whole store: the commit log of every tenant, and every block that is live in it. Changes
/// nothing, so it may run beside servers. Used by one thread.
public final class StoreCheck {
    /// What was read and what is wrong.
    ///
    /// @param tenants tenants with a commit log
    /// @param blocks  live blocks
    /// @param bytes   of their objects
    /// @param rows    spans and samples in them
    /// @param damages what is wrong, in the order it was found
    public record Report(int tenants, int blocks, long bytes, long rows, List<Damage> damages) {
        /// Copies the list.
        public Report {
            damages = List.copyOf(damages);
        }
    }

    private final ObjectStore store;
    private final CommitLogs logs;
    private final Consumer<String> progress;
    private final List<Damage> damages = new ArrayList<>();
    private int tenants;
    private int blocks;
    private long bytes;
    private long rows;

    /// Over `store`; `progress` is told one line for each block.
    public StoreCheck(ObjectStore store, Consumer<String> progress) {
        this.store = store;
        this.logs = new CommitLogs(store, "check", InstantSource.system(), new Random());
        this.progress = progress;
    }

    /// Reads everything of one tenant, or of all. Throws [IOException] when the store cannot be read.
    public Report run(Optional<Tenant> only) throws IOException {
        for (Tenant tenant : only.isPresent() ? List.of(only.get()) : logs.tenants()) {
            readTenant(tenant);
        }
        return new Report(tenants, blocks, bytes, rows, damages);
    }

    private void readTenant(Tenant tenant) throws IOException {
        CommitLog log = logs.of(tenant);
        Snapshot snapshot;
        try {
            snapshot = log.refresh();
        } catch (BackendException e) {
            damages.add(new Damage(tenant.id() + "/log/", String.valueOf(e.getMessage())));
            return;
        }
        if (snapshot.number() > 0) {
            tenants++;
        }
        for (BlockMeta meta : new TreeMap<>(snapshot.blocks()).values()) {
            List<Damage> found = new BlockCheck(store).run(meta);
            if (!found.isEmpty() && !log.refresh().blocks().containsKey(meta.id())) {
                progress.accept(meta.folder() + " was removed meanwhile");
                continue;
            }
            blocks++;
            bytes += meta.bytes();
            rows += meta.rows();
            damages.addAll(found);
            progress.accept(meta.folder() + (found.isEmpty() ? " is sound" : " is damaged"));
        }
    }
}
