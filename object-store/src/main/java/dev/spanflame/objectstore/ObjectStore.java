package dev.spanflame.objectstore;

import java.io.IOException;
import java.time.Instant;
import java.util.Optional;

/// Named immutable byte strings, as S3 keeps them. Thread-safe.
///
/// Keys are `/`-separated, without leading `/`, without empty, `.` or `..` segments ([ObjectKeys] has all
/// rules; a key that breaks one is an [IllegalArgumentException]); no key may be a folder of another. When
/// a write returns, the object is durable and visible to every later read of any process. Nothing is ever
/// visible in part. Failures are [IOException]s: [NoSuchObjectException] when the key does not exist,
/// [StoreException] with a named cause for everything the store refused; each call has already been retried
/// where a retry can help. After a write that failed with [StoreException.Trouble#UNREACHABLE] the object
/// may be there or not. An interrupt ends a call early with an [java.io.InterruptedIOException], with the
/// same doubt.
public interface ObjectStore extends AutoCloseable {
    /// Stores `payload` under `key`, replacing what was there.
    void put(String key, Payload payload) throws IOException;

    /// Stores `bytes` under `key` if no object has that key.
    ///
    /// Of any number of concurrent calls, in any number of processes, exactly one gets [PutResult#CREATED].
    /// A lost answer may make the winner see [PutResult#EXISTS] on its own object: compare the content.
    PutResult putIfAbsent(String key, byte[] bytes) throws IOException;

    /// The whole object.
    byte[] get(String key) throws IOException;

    /// The bytes `[offset, offset + length)`; fewer only where the object ends earlier.
    byte[] range(String key, long offset, int length) throws IOException;

    /// Objects under a prefix in ascending order of their keys.
    Listing list(ListRequest request) throws IOException;

    /// Size and time of an object; empty when it does not exist.
    Optional<ObjectInfo> head(String key) throws IOException;

    /// Removes an object; removing one that does not exist is no error.
    void delete(String key) throws IOException;

    /// Makes sure that what was found under `key` stays, whoever wrote it and whether or not their write
    /// ended well: only then may anything be given up because of it. Does nothing where all that can be
    /// seen is durable.
    default void settle(String key) throws IOException {}

    /// How the latest calls fared; never touches the store.
    default StoreHealth health() {
        return StoreHealth.good(Instant.EPOCH);
    }

    @Override
    void close();

    /// Outcome of [#putIfAbsent].
    enum PutResult {
        CREATED,
        EXISTS
    }
}
