package dev.spanflame.querier.symbols;

import dev.spanflame.block.symbols.BuildId;
import dev.spanflame.block.symbols.SymbolObjects;
import dev.spanflame.model.BackendException;
import dev.spanflame.model.Tenant;
import dev.spanflame.proto.symbols.DebugFile;
import dev.spanflame.proto.symbols.DebugFile.Place;
import dev.spanflame.proto.symbols.SourceFrame;
import java.lang.foreign.MemorySegment;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.ReentrantLock;

/// Knows what is at the places of native programs. Thread-safe.
///
/// What was found is remembered, by number of places; one file is read at a time.
public final class Symbolizer {
    private static final System.Logger LOG = System.getLogger("symbols");
    /// Places remembered; each takes about 200 bytes.
    private static final int REMEMBERED = 500_000;
    /// Places of one program that one query can ask for.
    private static final int MOST_PLACES = 50_000;

    private final DebugFiles files;
    private final SymbolSettings settings;
    private final ReentrantLock lock = new ReentrantLock();
    private final ReentrantLock reading = new ReentrantLock();
    private final LinkedHashMap<DebugFiles.Key, Map<Place, List<SourceFrame>>> known =
            new LinkedHashMap<>(16, 0.75f, true);
    private int remembered;

    /// Over the files in `objects`, and those that servers have.
    public Symbolizer(SymbolObjects objects, SymbolSettings settings, InstantSource clock) {
        this.files = new DebugFiles(objects, settings, clock);
        this.settings = settings;
    }

    /// When a query that begins now should no longer wait, as [System#nanoTime] counts.
    long deadline() {
        return System.nanoTime() + settings.timeout().toNanos();
    }

    /// Begins to load the file of a program.
    void prepare(List<Tenant> tenants, BuildId id) {
        tenants.forEach(tenant -> files.get(new DebugFiles.Key(tenant, id)));
    }

    /// The frames at the places of a program, the innermost first, for whichever of `tenants` has its
    /// file; places of which nothing is known are left out, all of them where no file is there by
    /// `deadline`.
    Map<Place, List<SourceFrame>> frames(List<Tenant> tenants, BuildId id, Collection<Place> places, long deadline) {
        Map<Place, List<SourceFrame>> found = new HashMap<>();
        for (Tenant tenant : tenants) {
            DebugFiles.Key key = new DebugFiles.Key(tenant, id);
            List<Place> missing = recall(key, places, found);
            if (!missing.isEmpty()) {
                look(key, missing.subList(0, Math.min(missing.size(), MOST_PLACES)), deadline)
                        .forEach(found::putIfAbsent);
            }
        }
        found.values().removeIf(List::isEmpty);
        return found;
    }

    private List<Place> recall(DebugFiles.Key key, Collection<Place> places, Map<Place, List<SourceFrame>> found) {
        lock.lock();
        try {
            Map<Place, List<SourceFrame>> of = known.getOrDefault(key, Map.of());
            List<Place> missing = new ArrayList<>();
            for (Place place : places) {
                List<SourceFrame> frames = of.get(place);
                if (frames == null) {
                    missing.add(place);
                } else {
                    found.put(place, frames);
                }
            }
            return missing;
        } finally {
            lock.unlock();
        }
    }

    private Map<Place, List<SourceFrame>> look(DebugFiles.Key key, List<Place> places, long deadline) {
        Optional<MemorySegment> file = await(key, deadline);
        if (file.isEmpty()) {
            return Map.of();
        }
        Map<Place, List<SourceFrame>> frames = new HashMap<>();
        try {
            if (!reading.tryLock(Math.max(0, deadline - System.nanoTime()), TimeUnit.NANOSECONDS)) {
                return Map.of();
            }
            try {
                List<List<SourceFrame>> read = new DebugFile(file.get(), settings.maxFileBytes()).frames(places);
                for (int i = 0; i < read.size(); i++) {
                    frames.put(places.get(i), read.get(i));
                }
            } finally {
                reading.unlock();
            }
        } catch (BackendException e) {
            LOG.log(
                    System.Logger.Level.WARNING,
                    "symbols cannot be used build-id=" + key.id() + " cause=" + e.getMessage());
            places.forEach(place -> frames.put(place, List.of()));
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            return Map.of();
        }
        remember(key, frames);
        return frames;
    }

    private Optional<MemorySegment> await(DebugFiles.Key key, long deadline) {
        try {
            return files.get(key).get(Math.max(0, deadline - System.nanoTime()), TimeUnit.NANOSECONDS);
        } catch (TimeoutException _) {
            return Optional.empty();
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            return Optional.empty();
        } catch (ExecutionException e) {
            throw new IllegalStateException("loading of symbols ends without an error", e);
        }
    }

    private void remember(DebugFiles.Key key, Map<Place, List<SourceFrame>> frames) {
        lock.lock();
        try {
            Map<Place, List<SourceFrame>> of = known.computeIfAbsent(key, _ -> new HashMap<>());
            int before = of.size();
            of.putAll(frames);
            remembered += of.size() - before;
            while (remembered > REMEMBERED && known.size() > 1) {
                remembered -= known.pollFirstEntry().getValue().size();
            }
            if (remembered > REMEMBERED) {
                known.clear();
                remembered = 0;
            }
        } finally {
            lock.unlock();
        }
    }
}
