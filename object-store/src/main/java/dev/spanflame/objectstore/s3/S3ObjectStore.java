package dev.spanflame.objectstore.s3;

import dev.spanflame.objectstore.HealthRecord;
import dev.spanflame.objectstore.ListRequest;
import dev.spanflame.objectstore.Listing;
import dev.spanflame.objectstore.NoSuchObjectException;
import dev.spanflame.objectstore.ObjectInfo;
import dev.spanflame.objectstore.ObjectKeys;
import dev.spanflame.objectstore.ObjectStore;
import dev.spanflame.objectstore.ObjectStoreConfig;
import dev.spanflame.objectstore.Payload;
import dev.spanflame.objectstore.PayloadReader;
import dev.spanflame.objectstore.StoreException;
import dev.spanflame.objectstore.StoreHealth;
import dev.spanflame.objectstore.disk.Disk;
import io.minio.Http;
import java.io.IOException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;

/// Objects in a bucket of an S3-compatible service. Thread-safe; calls block, so virtual threads suit it.
///
/// An interrupt ends a call at once on a virtual thread, on a platform thread when the attempt under way is over.
public final class S3ObjectStore implements ObjectStore {
    private final S3Client client;
    private final KeySource keySource;
    private final S3Listing listing;
    private final S3Upload upload;
    private final String base;
    private final Disk disk;
    private final HealthRecord health;

    private S3ObjectStore(S3Client client, KeySource keySource, String base, Disk disk, HealthRecord health) {
        this.client = client;
        this.keySource = keySource;
        this.base = base;
        this.disk = disk;
        this.health = health;
        this.listing = new S3Listing(client, base);
        this.upload = new S3Upload(client);
    }

    /// Opens the store without asking the service anything.
    ///
    /// @throws StoreException if credentials are to come from the environment and are not there
    /// @throws IllegalArgumentException for an endpoint that is none, or certificates that cannot be read
    public static S3ObjectStore open(ObjectStoreConfig.S3 config, Disk disk, InstantSource clock)
            throws StoreException {
        return open(config, disk, clock, System.getenv());
    }

    static S3ObjectStore open(
            ObjectStoreConfig.S3 config, Disk disk, InstantSource clock, Map<String, String> environment)
            throws StoreException {
        S3Address address = S3Address.of(config.access(), environment);
        KeySource keySource = KeySources.open(config.access().keys(), environment, clock);
        String place = "bucket '" + config.bucket() + "' of " + address.base();
        S3Client client = new S3Client(
                new S3Wire(address, config.bucket(), config.access().retries()),
                keySource,
                new S3Diagnosis(place, config.bucket(), address.region(), clock),
                config.access().retries());
        String base = config.prefix().isEmpty() ? "" : config.prefix() + "/";
        return new S3ObjectStore(client, keySource, base, disk, new HealthRecord(place, clock));
    }

    @Override
    public void put(String key, Payload payload) throws IOException {
        String whole = whole(key);
        health.watch(() -> {
            try (PayloadReader reader = PayloadReader.open(payload, disk)) {
                upload.put(whole, reader);
            }
            return true;
        });
    }

    @Override
    public PutResult putIfAbsent(String key, byte[] bytes) throws IOException {
        S3Request request = S3Request.of(Http.Method.PUT, whole(key))
                .headers(Map.of("If-None-Match", "*"))
                .body(bytes);
        return health.watch(() -> {
            S3Answer answer = client.send(request);
            if (answer.status() == 412) {
                return PutResult.EXISTS;
            }
            client.requireSuccess(answer, request);
            return PutResult.CREATED;
        });
    }

    @Override
    public byte[] get(String key) throws IOException {
        S3Request request = S3Request.of(Http.Method.GET, whole(key));
        return health.watch(() -> {
            S3Answer answer = client.send(request);
            requireObject(answer, key, request);
            return answer.body();
        });
    }

    @Override
    public byte[] range(String key, long offset, int length) throws IOException {
        ObjectKeys.checkRange(offset, length);
        if (length == 0) {
            if (head(key).isEmpty()) {
                throw new NoSuchObjectException(key);
            }
            return new byte[0];
        }
        ByteRange range = new ByteRange(offset, length);
        S3Request request = S3Request.of(Http.Method.GET, whole(key))
                .headers(Map.of("Range", range.header()))
                .check(range::check);
        return health.watch(() -> {
            S3Answer answer = client.send(request);
            if (answer.status() == 416) {
                return new byte[0];
            }
            requireObject(answer, key, request);
            return range.of(answer);
        });
    }

    @Override
    public Listing list(ListRequest request) throws IOException {
        return health.watch(() -> listing.list(request));
    }

    @Override
    public Optional<ObjectInfo> head(String key) throws IOException {
        String whole = whole(key);
        return health.watch(() -> {
            S3Answer answer = client.send(S3Request.of(Http.Method.HEAD, whole));
            if (answer.succeeded()) {
                return Optional.of(info(key, answer));
            }
            // HEAD has no body to tell a missing key from a missing bucket or a refused token.
            S3Request first = S3Request.of(Http.Method.GET, whole).headers(Map.of("Range", "bytes=0-0"));
            return client.send(first).status() == 404 ? Optional.empty() : again(key, whole);
        });
    }

    private Optional<ObjectInfo> again(String key, String whole) throws IOException {
        S3Request head = S3Request.of(Http.Method.HEAD, whole);
        S3Answer answer = client.send(head);
        if (answer.status() == 404) {
            return Optional.empty();
        }
        client.requireSuccess(answer, head);
        return Optional.of(info(key, answer));
    }

    private static ObjectInfo info(String key, S3Answer answer) {
        long size = answer.header("Content-Length").map(Long::parseLong).orElse(0L);
        return new ObjectInfo(key, size, answer.time("Last-Modified").orElse(Instant.EPOCH));
    }

    @Override
    public void delete(String key) throws IOException {
        S3Request request = S3Request.of(Http.Method.DELETE, whole(key));
        health.watch(() -> {
            S3Answer answer = client.send(request);
            if (answer.status() != 404) {
                client.requireSuccess(answer, request);
            }
            return true;
        });
    }

    private String whole(String key) {
        return base + ObjectKeys.check(key);
    }

    private void requireObject(S3Answer answer, String key, S3Request request) throws IOException {
        if (answer.status() == 404) {
            throw new NoSuchObjectException(key);
        }
        client.requireSuccess(answer, request);
    }

    @Override
    public StoreHealth health() {
        Optional<Instant> expiry;
        try {
            expiry = keySource.current().expires();
        } catch (StoreException e) {
            expiry = Optional.empty();
        }
        return health.now().withExpiry(expiry);
    }

    @Override
    public void close() {
        client.close();
    }
}
