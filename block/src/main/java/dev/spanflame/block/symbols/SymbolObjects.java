package dev.spanflame.block.symbols;

import dev.spanflame.model.Tenant;
import dev.spanflame.objectstore.ListRequest;
import dev.spanflame.objectstore.Listing;
import dev.spanflame.objectstore.NoSuchObjectException;
import dev.spanflame.objectstore.ObjectInfo;
import dev.spanflame.objectstore.ObjectStore;
import dev.spanflame.objectstore.Payload;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// The files with symbols of all tenants: below `<tenant>/symbols/<build id>/` lie `file`, which was
/// uploaded, `about`, which says what it is, and `fetched`, which came from a debuginfod server.
/// Thread-safe.
public final class SymbolObjects {
    private static final String FOLDER = "/symbols/";
    private static final String FILE = "/file";
    private static final String ABOUT = "/about";
    private static final String FETCHED = "/fetched";
    private static final int PIECE = 8 << 20;

    private final ObjectStore store;

    /// In `store`.
    public SymbolObjects(ObjectStore store) {
        this.store = store;
    }

    private static String key(Tenant tenant, BuildId id, String name) {
        return tenant.id() + FOLDER + id + name;
    }

    /// What is known of a file, as [#putAbout] stored it.
    public Optional<byte[]> about(Tenant tenant, BuildId id) throws IOException {
        return read(key(tenant, id, ABOUT));
    }

    /// Stores what is known of a file.
    public void putAbout(Tenant tenant, BuildId id, byte[] about) throws IOException {
        store.put(key(tenant, id, ABOUT), Payload.of(about));
    }

    /// What is known of all files of a tenant.
    public List<byte[]> all(Tenant tenant) throws IOException {
        List<byte[]> all = new ArrayList<>();
        for (ObjectInfo object : objects(tenant)) {
            if (object.key().endsWith(ABOUT)) {
                read(object.key()).ifPresent(all::add);
            }
        }
        return all;
    }

    /// What is kept of a tenant; the announced count as well.
    public SymbolQuota.Used used(Tenant tenant) throws IOException {
        Set<String> programs = new HashSet<>();
        long bytes = 0;
        for (ObjectInfo object : objects(tenant)) {
            programs.add(object.key().substring(0, object.key().lastIndexOf('/')));
            bytes += object.key().endsWith(ABOUT) ? 0 : object.size();
        }
        return new SymbolQuota.Used(programs.size(), bytes);
    }

    private List<ObjectInfo> objects(Tenant tenant) throws IOException {
        List<ObjectInfo> objects = new ArrayList<>();
        Optional<ListRequest> request = Optional.of(ListRequest.objects(tenant.id() + FOLDER));
        while (request.isPresent()) {
            ListRequest page = request.get();
            Listing listing = store.list(page);
            objects.addAll(listing.objects());
            request = listing.next().map(page::after);
        }
        return objects;
    }

    private Optional<byte[]> read(String key) throws IOException {
        try {
            return Optional.of(store.get(key));
        } catch (NoSuchObjectException _) {
            return Optional.empty();
        }
    }

    /// Stores an uploaded file.
    public void putFile(Tenant tenant, BuildId id, Payload file) throws IOException {
        store.put(key(tenant, id, FILE), file);
    }

    /// Size of the uploaded file in bytes; empty where there is none.
    public Optional<Long> fileSize(Tenant tenant, BuildId id) throws IOException {
        return store.head(key(tenant, id, FILE)).map(ObjectInfo::size);
    }

    /// Forgets what was announced and what was uploaded.
    public void withdraw(Tenant tenant, BuildId id) throws IOException {
        store.delete(key(tenant, id, FILE));
        store.delete(key(tenant, id, ABOUT));
    }

    /// Stores a file that a debuginfod server gave.
    public void putFetched(Tenant tenant, BuildId id, byte[] file) throws IOException {
        store.put(key(tenant, id, FETCHED), Payload.of(file));
    }

    /// Removes all that is kept of a file.
    public void delete(Tenant tenant, BuildId id) throws IOException {
        for (String name : List.of(ABOUT, FILE, FETCHED)) {
            store.delete(key(tenant, id, name));
        }
    }

    /// The file in memory outside of the heap, the uploaded one first; empty where there is none, or
    /// none of at most `maxBytes` bytes. The memory is given back when nothing refers to it any more.
    public Optional<MemorySegment> load(Tenant tenant, BuildId id, long maxBytes) throws IOException {
        for (String name : List.of(FILE, FETCHED)) {
            String key = key(tenant, id, name);
            Optional<ObjectInfo> found = store.head(key);
            if (found.isPresent() && found.get().size() <= maxBytes) {
                try {
                    return Optional.of(load(key, found.get().size()));
                } catch (NoSuchObjectException _) {
                    continue;
                }
            }
        }
        return Optional.empty();
    }

    private MemorySegment load(String key, long size) throws IOException {
        MemorySegment memory = Arena.ofAuto().allocate(Math.max(1, size), Long.BYTES);
        long at = 0;
        while (at < size) {
            byte[] piece = store.range(key, at, (int) Math.min(PIECE, size - at));
            if (piece.length == 0) {
                throw new IOException("object " + key + " has become shorter than " + size + " bytes");
            }
            MemorySegment.copy(MemorySegment.ofArray(piece), 0, memory, at, piece.length);
            at += piece.length;
        }
        return memory.asSlice(0, size).asReadOnly();
    }
}
