package dev.spanflame.server.metrics;

import dev.spanflame.model.metric.Meters;
import dev.spanflame.objectstore.ListRequest;
import dev.spanflame.objectstore.Listing;
import dev.spanflame.objectstore.NoSuchObjectException;
import dev.spanflame.objectstore.ObjectInfo;
import dev.spanflame.objectstore.ObjectStore;
import dev.spanflame.objectstore.Payload;
import dev.spanflame.objectstore.StoreHealth;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;
import java.util.function.ToLongFunction;

/// A store whose calls are counted and timed, retries within a call included. Thread-safe.
public final class MeteredStore implements ObjectStore {
    private static final double[] SECONDS = {0.0005, 0.001, 0.002, 0.005, 0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1, 2, 5, 10};

    private final ObjectStore store;
    private final Meters.Distribution seconds;
    private final Meters.Counter failures;
    private final Meters.Counter bytes;

    /// Over `store`.
    public MeteredStore(ObjectStore store, Meters meters) {
        this.store = store;
        this.seconds = meters.distribution(
                "spanflame_store_request_seconds",
                "Time of calls to the object store, with their retries, by operation",
                SECONDS,
                "operation");
        this.failures = meters.counter(
                "spanflame_store_failures_total",
                "Calls to the object store that failed after their retries, by operation",
                "operation");
        this.bytes = meters.counter(
                "spanflame_store_bytes_total", "Bytes read from and written to the object store", "direction");
    }

    /// Names of operations in labels.
    private enum Operation {
        PUT,
        GET,
        LIST,
        HEAD,
        DELETE;

        private final String label = name().toLowerCase(Locale.ROOT);
    }

    private interface Call<T> {
        T make() throws IOException;
    }

    /// What a call is about: `bytes` says how many its result has moved.
    private record Request<T>(Operation operation, String key, ToLongFunction<T> bytes) {
        static <T> Request<T> of(Operation operation, String key) {
            return new Request<>(operation, key, _ -> 0);
        }
    }

    private <T> T metered(Request<T> request, Call<T> call) throws IOException {
        long begin = System.nanoTime();
        StoreRequestEvent event = new StoreRequestEvent();
        event.begin();
        String operation = request.operation.label;
        try {
            T result = call.make();
            event.finish(operation, request.key, request.bytes.applyAsLong(result), "ok");
            return result;
        } catch (NoSuchObjectException e) {
            event.finish(operation, request.key, 0, "missing");
            throw e;
        } catch (IOException | RuntimeException e) {
            failures.increment(operation);
            event.finish(operation, request.key, 0, "failed");
            throw e;
        } finally {
            seconds.observe((System.nanoTime() - begin) / 1e9, operation);
        }
    }

    private static Request<byte[]> reading(String key) {
        return new Request<>(Operation.GET, key, content -> content.length);
    }

    private byte[] read(byte[] content) {
        bytes.add(content.length, "read");
        return content;
    }

    @Override
    public void put(String key, Payload payload) throws IOException {
        long size = switch (payload) {
            case Payload.Bytes(byte[] content) -> content.length;
            case Payload.LocalFile(Path path) -> Files.size(path);
        };
        boolean _ = metered(new Request<>(Operation.PUT, key, _ -> size), () -> {
            store.put(key, payload);
            return true;
        });
        bytes.add(size, "written");
    }

    @Override
    public PutResult putIfAbsent(String key, byte[] content) throws IOException {
        PutResult result =
                metered(new Request<>(Operation.PUT, key, _ -> content.length), () -> store.putIfAbsent(key, content));
        bytes.add(content.length, "written");
        return result;
    }

    @Override
    public byte[] get(String key) throws IOException {
        return read(metered(reading(key), () -> store.get(key)));
    }

    @Override
    public byte[] range(String key, long offset, int length) throws IOException {
        return read(metered(reading(key), () -> store.range(key, offset, length)));
    }

    @Override
    public Listing list(ListRequest request) throws IOException {
        return metered(Request.of(Operation.LIST, request.prefix()), () -> store.list(request));
    }

    @Override
    public Optional<ObjectInfo> head(String key) throws IOException {
        return metered(Request.of(Operation.HEAD, key), () -> store.head(key));
    }

    @Override
    public void delete(String key) throws IOException {
        boolean _ = metered(Request.of(Operation.DELETE, key), () -> {
            store.delete(key);
            return true;
        });
    }

    @Override
    public void settle(String key) throws IOException {
        store.settle(key);
    }

    @Override
    public StoreHealth health() {
        return store.health();
    }

    @Override
    public void close() {
        store.close();
    }
}
