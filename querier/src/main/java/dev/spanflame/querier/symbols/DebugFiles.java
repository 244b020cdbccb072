package dev.spanflame.querier.symbols;

import dev.spanflame.block.symbols.BuildId;
import dev.spanflame.block.symbols.SymbolObjects;
import dev.spanflame.block.symbols.SymbolQuota;
import dev.spanflame.model.Tenant;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.time.Duration;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Semaphore;
import java.util.concurrent.locks.ReentrantLock;

/// Files with symbols by tenant and build id, from the object store or a debuginfod server; those used
/// last are kept in memory. Thread-safe.
///
/// A file is loaded once for all that wait for it, and goes on loading when they no longer do.
final class DebugFiles {
    private static final System.Logger LOG = System.getLogger("symbols");
    private static final int LOADS_AT_ONCE = 2;
    private static final int MAX_UNKNOWN = 10_000;
    /// So long nobody asks again for a file that does not exist.
    private static final Duration UNKNOWN_FOR = Duration.ofMinutes(1);

    private final SymbolObjects objects;
    private final Debuginfod debuginfod;
    private final SymbolSettings settings;
    private final InstantSource clock;
    private final Semaphore loads = new Semaphore(LOADS_AT_ONCE);
    private final ReentrantLock lock = new ReentrantLock();
    private final Map<Key, CompletableFuture<Optional<MemorySegment>>> pending = new HashMap<>();
    private final LinkedHashMap<Key, MemorySegment> files = new LinkedHashMap<>(16, 0.75f, true);
    private final LinkedHashMap<Key, Long> unknown = new LinkedHashMap<>();
    private long bytes;

    /// Whose file.
    record Key(Tenant tenant, BuildId id) {}

    DebugFiles(SymbolObjects objects, SymbolSettings settings, InstantSource clock) {
        this.objects = objects;
        this.debuginfod = new Debuginfod(settings.debuginfod(), settings.maxFileBytes(), settings.timeout());
        this.settings = settings;
        this.clock = clock;
    }

    /// The file, when it is there; empty where nobody has it.
    CompletableFuture<Optional<MemorySegment>> get(Key key) {
        lock.lock();
        try {
            MemorySegment known = files.get(key);
            if (known != null) {
                return CompletableFuture.completedFuture(Optional.of(known));
            }
            if (isUnknown(key)) {
                return CompletableFuture.completedFuture(Optional.empty());
            }
            CompletableFuture<Optional<MemorySegment>> loading = pending.get(key);
            if (loading == null) {
                loading = new CompletableFuture<>();
                pending.put(key, loading);
                CompletableFuture<Optional<MemorySegment>> started = loading;
                Thread.ofVirtual().name("symbols").start(() -> load(key, started));
            }
            return loading;
        } finally {
            lock.unlock();
        }
    }

    private boolean isUnknown(Key key) {
        Long since = unknown.get(key);
        if (since == null) {
            return false;
        }
        if (clock.millis() - since > UNKNOWN_FOR.toMillis()) {
            unknown.remove(key);
            return false;
        }
        return true;
    }

    private void load(Key key, CompletableFuture<Optional<MemorySegment>> result) {
        Optional<MemorySegment> file = Optional.empty();
        try {
            loads.acquire();
            try {
                file = find(key);
            } finally {
                loads.release();
            }
        } catch (IOException e) {
            LOG.log(
                    System.Logger.Level.WARNING,
                    "symbols cannot be read build-id=" + key.id() + " cause=" + e.getMessage());
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        } finally {
            settle(key, file);
            result.complete(file);
        }
    }

    private Optional<MemorySegment> find(Key key) throws IOException, InterruptedException {
        Optional<MemorySegment> stored = objects.load(key.tenant(), key.id(), settings.maxFileBytes());
        if (stored.isPresent()) {
            return stored;
        }
        Optional<byte[]> fetched = debuginfod.fetch(key.id());
        if (fetched.isEmpty()) {
            return Optional.empty();
        }
        SymbolQuota.Used used = objects.used(key.tenant());
        if (!settings.quota().hasRoom(used) || !settings.quota().fits(used, fetched.get().length)) {
            LOG.log(
                    System.Logger.Level.WARNING,
                    "symbols are used and not kept build-id=" + key.id() + " cause="
                            + settings.quota().told(used));
            return Optional.of(MemorySegment.ofArray(fetched.get()));
        }
        objects.putFetched(key.tenant(), key.id(), fetched.get());
        return objects.load(key.tenant(), key.id(), settings.maxFileBytes());
    }

    private void settle(Key key, Optional<MemorySegment> file) {
        lock.lock();
        try {
            pending.remove(key);
            if (file.isEmpty()) {
                unknown.put(key, clock.millis());
                if (unknown.size() > MAX_UNKNOWN) {
                    unknown.pollFirstEntry();
                }
            } else {
                keep(key, file.get());
            }
        } finally {
            lock.unlock();
        }
    }

    private void keep(Key key, MemorySegment file) {
        if (file.byteSize() > settings.cacheBytes()) {
            return;
        }
        files.put(key, file);
        bytes += file.byteSize();
        Iterator<MemorySegment> oldest = files.values().iterator();
        while (bytes > settings.cacheBytes()) {
            bytes -= oldest.next().byteSize();
            oldest.remove();
        }
    }
}
