package dev.spanflame.ingester;

import dev.spanflame.model.Tenant;
import dev.spanflame.proto.pyroscope.ContentKey;
import dev.spanflame.proto.pyroscope.Upload;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.locks.ReentrantLock;

/// Remembers which profiles were stored lately, so that a request that is sent again, because its
/// answer got lost or a part of it was refused, stores nothing twice. Bounded by number and by time.
/// Thread-safe.
final class RecentProfiles {
    /// How long a profile is remembered, in nanoseconds: senders give up sooner.
    private static final long WINDOW = 15L * 60 * 1_000_000_000;
    /// Profiles remembered; each takes about 150 bytes.
    private static final int CAPACITY = 200_000;

    /// A profile of a tenant.
    private record Id(Tenant tenant, ContentKey key) {}

    private final int capacity;
    private final ReentrantLock lock = new ReentrantLock();
    private final Map<Id, Long> stored = new LinkedHashMap<>();
    private final Map<Id, CompletableFuture<Boolean>> pending = new HashMap<>();

    RecentProfiles() {
        this(CAPACITY);
    }

    /// Remembers at most `capacity` profiles.
    RecentProfiles(int capacity) {
        this.capacity = capacity;
    }

    /// What a request may store; the others are stored already. Must be ended by [#settle].
    final class Claim {
        private final Set<Id> claimed;
        private final BitSet repeated;
        private final CompletableFuture<Boolean> outcome = new CompletableFuture<>();

        private Claim(Set<Id> claimed, BitSet repeated) {
            this.claimed = claimed;
            this.repeated = repeated;
        }

        /// Positions of parts that were stored before, or come twice in the request.
        BitSet repeated() {
            return repeated;
        }

        /// Says whether the others are stored now, in nanoseconds since the epoch.
        void settle(boolean stores, long nowNanos) {
            lock.lock();
            try {
                for (Id id : claimed) {
                    pending.remove(id);
                    if (stores) {
                        remember(id, nowNanos);
                    }
                }
            } finally {
                lock.unlock();
            }
            outcome.complete(stores);
        }
    }

    /// Claims the parts of `upload`. While another request is about to store one of them, waits for its
    /// end.
    Claim claim(Tenant tenant, Upload upload, long nowNanos) {
        while (true) {
            CompletableFuture<Boolean> other;
            lock.lock();
            try {
                forget(nowNanos);
                Optional<CompletableFuture<Boolean>> busy = pendingOf(tenant, upload);
                if (busy.isEmpty()) {
                    return claimNow(tenant, upload);
                }
                other = busy.get();
            } finally {
                lock.unlock();
            }
            other.join();
        }
    }

    private Optional<CompletableFuture<Boolean>> pendingOf(Tenant tenant, Upload upload) {
        for (Upload.Part part : upload.parts()) {
            CompletableFuture<Boolean> other =
                    part.key().map(key -> pending.get(new Id(tenant, key))).orElse(null);
            if (other != null) {
                return Optional.of(other);
            }
        }
        return Optional.empty();
    }

    private Claim claimNow(Tenant tenant, Upload upload) {
        Set<Id> claimed = new HashSet<>();
        BitSet repeated = new BitSet();
        for (Upload.Part part : upload.parts()) {
            if (part.key().isPresent()) {
                Id id = new Id(tenant, part.key().get());
                if (stored.containsKey(id) || !claimed.add(id)) {
                    repeated.set(part.position());
                }
            }
        }
        Claim claim = new Claim(claimed, repeated);
        claimed.forEach(id -> pending.put(id, claim.outcome));
        return claim;
    }

    /// Positions of the parts of a request of the past that were stored before it; the others are
    /// remembered.
    BitSet restore(Tenant tenant, Upload upload, long receivedNanos) {
        Claim claim = claim(tenant, upload, receivedNanos);
        claim.settle(true, receivedNanos);
        return claim.repeated();
    }

    private void remember(Id id, long nowNanos) {
        stored.put(id, nowNanos);
        if (stored.size() > capacity) {
            Iterator<Id> oldest = stored.keySet().iterator();
            oldest.next();
            oldest.remove();
        }
    }

    private void forget(long nowNanos) {
        List<Id> old = new ArrayList<>();
        for (Map.Entry<Id, Long> entry : stored.entrySet()) {
            if (nowNanos - entry.getValue() <= WINDOW) {
                break;
            }
            old.add(entry.getKey());
        }
        old.forEach(stored::remove);
    }
}
