package dev.spanflame.objectstore.memory;

import dev.spanflame.objectstore.ListRequest;
import dev.spanflame.objectstore.Listing;
import dev.spanflame.objectstore.ListingPage;
import dev.spanflame.objectstore.NoSuchObjectException;
import dev.spanflame.objectstore.ObjectInfo;
import dev.spanflame.objectstore.ObjectKeys;
import dev.spanflame.objectstore.ObjectStore;
import dev.spanflame.objectstore.Payload;
import dev.spanflame.objectstore.PayloadReader;
import dev.spanflame.objectstore.StoreHealth;
import dev.spanflame.objectstore.disk.Disk;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentNavigableMap;
import java.util.concurrent.ConcurrentSkipListMap;
import org.jspecify.annotations.Nullable;

/// Objects in a sorted map, gone with the process: the readable reference that every other store must agree with.
public final class MemoryObjectStore implements ObjectStore {
    private final ConcurrentNavigableMap<String, Stored> objects = new ConcurrentSkipListMap<>(ObjectKeys.ORDER);
    private final Disk disk;
    private final InstantSource clock;

    /// An empty store; local files to be stored lie on `disk`.
    public MemoryObjectStore(Disk disk, InstantSource clock) {
        this.disk = disk;
        this.clock = clock;
    }

    /// An object's bytes, never changed, and the time it came.
    private record Stored(byte[] bytes, Instant modified) {}

    @Override
    public void put(String key, Payload payload) throws IOException {
        ObjectKeys.check(key);
        objects.put(key, new Stored(copyOf(payload), clock.instant()));
    }

    @Override
    public PutResult putIfAbsent(String key, byte[] bytes) {
        ObjectKeys.check(key);
        Stored before = objects.putIfAbsent(key, new Stored(bytes.clone(), clock.instant()));
        return before == null ? PutResult.CREATED : PutResult.EXISTS;
    }

    @Override
    public byte[] get(String key) throws IOException {
        return stored(key).bytes.clone();
    }

    @Override
    public byte[] range(String key, long offset, int length) throws IOException {
        ObjectKeys.checkRange(offset, length);
        byte[] bytes = stored(key).bytes;
        int start = (int) Math.min(offset, bytes.length);
        return Arrays.copyOfRange(bytes, start, (int) Math.min((long) start + length, bytes.length));
    }

    private Stored stored(String key) throws NoSuchObjectException {
        @Nullable Stored stored = objects.get(ObjectKeys.check(key));
        if (stored == null) {
            throw new NoSuchObjectException(key);
        }
        return stored;
    }

    @Override
    public Listing list(ListRequest request) {
        ListingPage page = new ListingPage(request);
        String prefix = request.prefix();
        String first = ObjectKeys.compare(prefix, request.startAfter()) > 0 ? prefix : request.startAfter();
        for (Map.Entry<String, Stored> entry : objects.tailMap(first, true).entrySet()) {
            String key = entry.getKey();
            Stored stored = entry.getValue();
            boolean wanted = key.startsWith(prefix);
            if (wanted && !page.add(new ObjectInfo(key, stored.bytes.length, stored.modified))) {
                break;
            }
            if (!wanted && ObjectKeys.compare(key, prefix) > 0) {
                break;
            }
        }
        return page.listing();
    }

    @Override
    public Optional<ObjectInfo> head(String key) {
        return Optional.ofNullable(objects.get(ObjectKeys.check(key)))
                .map(stored -> new ObjectInfo(key, stored.bytes.length, stored.modified));
    }

    @Override
    public void delete(String key) {
        objects.remove(ObjectKeys.check(key));
    }

    @Override
    public StoreHealth health() {
        return StoreHealth.good(Instant.EPOCH);
    }

    @Override
    public void close() {}

    private byte[] copyOf(Payload payload) throws IOException {
        try (PayloadReader reader = PayloadReader.open(payload, disk)) {
            ByteBuffer all = reader.read(0, Math.toIntExact(reader.size()));
            byte[] copy = new byte[all.remaining()];
            all.get(copy);
            return copy;
        }
    }
}
