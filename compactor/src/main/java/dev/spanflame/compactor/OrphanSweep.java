package dev.spanflame.compactor;

import dev.spanflame.block.BlockId;
import dev.spanflame.block.log.CommitLog;
import dev.spanflame.block.log.Snapshot;
import dev.spanflame.model.Signal;
import dev.spanflame.model.Tenant;
import dev.spanflame.objectstore.ListRequest;
import dev.spanflame.objectstore.Listing;
import dev.spanflame.objectstore.ObjectInfo;
import dev.spanflame.objectstore.ObjectStore;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/// Finds and deletes the objects of blocks that were never committed. Not thread-safe.
///
/// A block is an orphan if the log neither has it nor remembers it, its newest object is over a day old,
/// and so is its id: nobody can commit it any more. The log is read after the listing, so a block committed
/// meanwhile is seen. What is not laid out like a block is left alone. A tenant without any log entry is
/// left alone too: where the log is lost, every block would look like an orphan.
final class OrphanSweep {
    /// What is younger may be on its way into the log.
    static final Duration AGE = Duration.ofHours(24);

    /// Orphans deleted in one go; the rest has time until the next one.
    private static final int MOST = 1_000;

    private final ObjectStore store;
    private final CommitLog log;
    private final Instant before;
    private final BooleanSupplier stopping;
    private final List<Candidate> candidates = new ArrayList<>();
    private @Nullable Candidate current;

    OrphanSweep(ObjectStore store, CommitLog log, Instant now, BooleanSupplier stopping) {
        this.store = store;
        this.log = log;
        this.before = now.minus(AGE);
        this.stopping = stopping;
    }

    /// The objects of one block folder.
    private static final class Candidate {
        private final String id;
        private final String folder;
        private final List<String> keys = new ArrayList<>();
        private boolean old = true;

        Candidate(String id, String folder) {
            this.id = id;
            this.folder = folder;
        }
    }

    /// Deletes the tenant's orphans and returns how many there were. Nothing is deleted if anything fails
    /// before.
    int run() throws IOException {
        for (Signal signal : Signal.values()) {
            list(log.tenant(), signal);
        }
        Snapshot snapshot = log.refreshSettled();
        if (snapshot.number() == 0) {
            return 0;
        }
        int deleted = 0;
        for (Candidate candidate : candidates) {
            if (!isKnown(snapshot, candidate.id) && !stopping.getAsBoolean()) {
                delete(candidate);
                deleted++;
            }
        }
        return deleted;
    }

    private void list(Tenant tenant, Signal signal) throws IOException {
        String prefix = tenant.id() + "/" + signal.label() + "/";
        ListRequest request = ListRequest.objects(prefix);
        while (!stopping.getAsBoolean()) {
            Listing page = store.list(request);
            for (ObjectInfo object : page.objects()) {
                take(prefix, object);
            }
            if (page.next().isEmpty()) {
                break;
            }
            request = request.after(page.next().get());
        }
        finish();
    }

    private void take(String prefix, ObjectInfo object) {
        Optional<String> id = blockOf(prefix, object.key());
        if (id.isEmpty()) {
            return;
        }
        String folder = object.key().substring(0, object.key().lastIndexOf('/') + 1);
        if (current == null || !current.folder.equals(folder)) {
            finish();
            current = new Candidate(id.get(), folder);
        }
        Candidate candidate = current;
        candidate.keys.add(object.key());
        candidate.old &= object.modified().isBefore(before);
    }

    /// The listing goes by key, so the objects of a folder come one after the other.
    private void finish() {
        Candidate done = current;
        current = null;
        if (done != null && done.old && candidates.size() < MOST && !isKnown(log.known(), done.id)) {
            candidates.add(done);
        }
    }

    /// `<prefix><day>/<block id>/<object>`; empty for anything else and for blocks begun lately.
    private Optional<String> blockOf(String prefix, String key) {
        String[] parts = key.substring(prefix.length()).split("/", -1);
        if (parts.length != 3) {
            return Optional.empty();
        }
        try {
            BlockId id = new BlockId(parts[1]);
            return id.begun().isBefore(before) ? Optional.of(id.text()) : Optional.empty();
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    private static boolean isKnown(Snapshot snapshot, String id) {
        return snapshot.blocks().containsKey(id) || snapshot.removed().containsKey(id);
    }

    private void delete(Candidate candidate) throws IOException {
        for (String key : candidate.keys) {
            store.delete(key);
        }
    }
}
