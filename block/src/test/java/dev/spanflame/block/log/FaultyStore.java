package dev.spanflame.block.log;

import dev.spanflame.objectstore.ListRequest;
import dev.spanflame.objectstore.Listing;
import dev.spanflame.objectstore.ObjectInfo;
import dev.spanflame.objectstore.ObjectStore;
import dev.spanflame.objectstore.Payload;
import java.io.IOException;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;

/// A store that fails where a test wants it to: before a call has had its effect, or after. Thread-safe.
public final class FaultyStore implements ObjectStore {
    private final ObjectStore store;
    private final AtomicLong calls = new AtomicLong();
    private volatile Fault before = (_, _) -> {};
    private volatile Fault after = (_, _) -> {};

    /// A store that works as `store` does, for now.
    public FaultyStore(ObjectStore store) {
        this.store = store;
    }

    /// Kinds of calls.
    public enum Call {
        PUT,
        PUT_IF_ABSENT,
        GET,
        RANGE,
        LIST,
        HEAD,
        DELETE
    }

    /// Throws what a call is to end with, or does nothing.
    @FunctionalInterface
    public interface Fault {
        /// Looks at a call about `key`, for a listing its prefix.
        void look(Call call, String key) throws IOException;
    }

    /// Lets `fault` look at each call before it has an effect.
    public void before(Fault fault) {
        before = fault;
    }

    /// Lets `fault` look at each call after it had its effect, before it returns.
    public void after(Fault fault) {
        after = fault;
    }

    /// Calls so far.
    public long calls() {
        return calls.get();
    }

    private interface Work<T> {
        T run() throws IOException;
    }

    private <T> T watched(Call call, String key, Work<T> work) throws IOException {
        calls.incrementAndGet();
        before.look(call, key);
        T result = work.run();
        after.look(call, key);
        return result;
    }

    @Override
    public void put(String key, Payload payload) throws IOException {
        watched(Call.PUT, key, () -> {
            store.put(key, payload);
            return true;
        });
    }

    @Override
    public PutResult putIfAbsent(String key, byte[] bytes) throws IOException {
        return watched(Call.PUT_IF_ABSENT, key, () -> store.putIfAbsent(key, bytes));
    }

    @Override
    public byte[] get(String key) throws IOException {
        return watched(Call.GET, key, () -> store.get(key));
    }

    @Override
    public byte[] range(String key, long offset, int length) throws IOException {
        return watched(Call.RANGE, key, () -> store.range(key, offset, length));
    }

    @Override
    public Listing list(ListRequest request) throws IOException {
        return watched(Call.LIST, request.prefix(), () -> store.list(request));
    }

    @Override
    public Optional<ObjectInfo> head(String key) throws IOException {
        return watched(Call.HEAD, key, () -> store.head(key));
    }

    @Override
    public void delete(String key) throws IOException {
        watched(Call.DELETE, key, () -> {
            store.delete(key);
            return true;
        });
    }

    @Override
    public void settle(String key) throws IOException {
        store.settle(key);
    }

    @Override
    public void close() {
        store.close();
    }
}
