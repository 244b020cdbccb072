package dev.spanflame.ingester;

import dev.spanflame.objectstore.ListRequest;
import dev.spanflame.objectstore.Listing;
import dev.spanflame.objectstore.ObjectInfo;
import dev.spanflame.objectstore.ObjectStore;
import dev.spanflame.objectstore.Payload;
import java.io.IOException;
import java.util.Optional;

/// A store whose writes fail while it is told so.
final class FailingStore implements ObjectStore {
    private final ObjectStore store;
    private volatile boolean failing;

    FailingStore(ObjectStore store) {
        this.store = store;
    }

    void fail(boolean whether) {
        failing = whether;
    }

    @Override
    public void put(String key, Payload payload) throws IOException {
        check();
        store.put(key, payload);
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
    public void close() {
        store.close();
    }

    private void check() throws IOException {
        if (failing) {
            throw new IOException("the store is not reached");
        }
    }
}
