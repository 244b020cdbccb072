package dev.spanflame.ingester;

import dev.spanflame.objectstore.ListRequest;
import dev.spanflame.objectstore.Listing;
import dev.spanflame.objectstore.ObjectInfo;
import dev.spanflame.objectstore.ObjectStore;
import dev.spanflame.objectstore.Payload;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/// A store whose writes fail while it is told so, and which takes local files from the real disk whatever
/// disk the store behind it uses.
public final class TestStore implements ObjectStore {
    private final ObjectStore store;
    private volatile boolean failing;

    /// A store that works as `store` does, for now.
    public TestStore(ObjectStore store) {
        this.store = store;
    }

    /// Lets writes fail from now on, or no longer.
    public void fail(boolean whether) {
        failing = whether;
    }

    @Override
    public void put(String key, Payload payload) throws IOException {
        check();
        switch (payload) {
            case Payload.Bytes bytes -> store.put(key, bytes);
            case Payload.LocalFile(Path path) -> store.put(key, Payload.of(Files.readAllBytes(path)));
        }
    }

    @Override
    public PutResult putIfAbsent(String key, byte[] bytes) throws IOException {
        check();
        return store.putIfAbsent(key, bytes);
    }

    @Override
    public byte[] get(String key) throws IOException {
        return store.get(key);
    }

    @Override
    public byte[] range(String key, long offset, int length) throws IOException {
        return store.range(key, offset, length);
    }

    @Override
    public Listing list(ListRequest request) throws IOException {
        return store.list(request);
    }

    @Override
    public Optional<ObjectInfo> head(String key) throws IOException {
        return store.head(key);
    }

    @Override
    public void delete(String key) throws IOException {
        store.delete(key);
    }

    @Override
    public void settle(String key) throws IOException {
        store.settle(key);
    }

    @Override
    public void close() {
        store.close();
    }

    private void check() throws IOException {
        if (failing) {
            throw new IOException("the store is not reached");
        }
    }
}
