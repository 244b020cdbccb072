package dev.spanflame.server.config;

import java.nio.file.Path;

/// Where blocks are kept.
public sealed interface StoreLocation {
    /// What a location looks like.
    String EXPECTED = "must be a folder or s3://bucket/prefix";

    /// A folder on this machine.
    record Folder(Path path) implements StoreLocation {}

    /// A bucket of an S3-compatible store; `prefix` has no slash at either end and may be empty.
    record Bucket(String bucket, String prefix) implements StoreLocation {}

    /// Whether `store` can be read by [#of].
    static boolean isValid(String store) {
        int scheme = store.indexOf("://");
        if (scheme < 0) {
            return true;
        }
        String rest = store.substring(scheme + 3);
        return store.startsWith("s3://") && !rest.isEmpty() && !rest.startsWith("/") && !rest.contains("//");
    }

    /// Reads the key `store`; empty is a folder below `data`.
    static StoreLocation of(String store, Path data) {
        if (!store.startsWith("s3://")) {
            return new Folder(store.isEmpty() ? data.resolve("blocks") : Path.of(store));
        }
        String rest = store.substring("s3://".length());
        int slash = rest.indexOf('/');
        if (slash < 0) {
            return new Bucket(rest, "");
        }
        String prefix = rest.substring(slash + 1);
        return new Bucket(
                rest.substring(0, slash), prefix.endsWith("/") ? prefix.substring(0, prefix.length() - 1) : prefix);
    }
}
