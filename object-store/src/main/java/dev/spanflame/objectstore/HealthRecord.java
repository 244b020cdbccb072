package dev.spanflame.objectstore;

import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;

/// Keeps a store's [StoreHealth] and logs when it changes: one line for a new trouble, one when it is over.
/// Thread-safe.
public final class HealthRecord {
    private static final Logger LOG = System.getLogger(HealthRecord.class.getName());

    private final String store;
    private final InstantSource clock;
    private final AtomicReference<StoreHealth> health;

    /// For the store of this name.
    public HealthRecord(String store, InstantSource clock) {
        this.store = store;
        this.clock = clock;
        this.health = new AtomicReference<>(StoreHealth.good(clock.instant()));
    }

    /// The state now.
    public StoreHealth now() {
        return health.get();
    }

    /// One call to the store.
    @FunctionalInterface
    public interface Call<T> {
        /// Makes the call.
        T run() throws IOException;
    }

    /// Makes a call and notes how it went; an object that does not exist is a success of the store.
    public <T> T watch(Call<T> call) throws IOException {
        try {
            T result = call.run();
            succeeded();
            return result;
        } catch (NoSuchObjectException e) {
            succeeded();
            throw e;
        } catch (StoreException e) {
            failed(e);
            throw e;
        }
    }

    /// Notes that the store answered as it should.
    public void succeeded() {
        if (health.get().trouble().isEmpty()) {
            return;
        }
        Instant now = clock.instant();
        StoreHealth before = health.getAndSet(StoreHealth.good(now));
        before.trouble()
                .ifPresent(trouble -> LOG.log(
                        Level.INFO, "store {0} works again ({1} since {2} is over)", store, trouble, before.since()));
    }

    /// Notes a failure.
    public void failed(StoreException failure) {
        StoreHealth before = health.get();
        boolean same = before.trouble().equals(Optional.of(failure.trouble()));
        StoreHealth after = new StoreHealth(
                Optional.of(failure.trouble()),
                same ? before.since() : clock.instant(),
                String.valueOf(failure.getMessage()),
                Optional.empty());
        if (health.compareAndSet(before, after) && !same) {
            LOG.log(Level.WARNING, "store {0} is in trouble, {1}: {2}", store, failure.trouble(), failure.getMessage());
        }
    }
}
