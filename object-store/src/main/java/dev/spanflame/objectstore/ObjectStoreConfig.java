package dev.spanflame.objectstore;

import java.nio.file.Path;
import java.util.Locale;
import java.util.regex.Pattern;

/// Where the objects are.
public sealed interface ObjectStoreConfig {
    /// Files in a folder.
    record Files(Path root) implements ObjectStoreConfig {}

    /// Objects of a bucket whose keys start with `prefix` (empty, or segments without a `/` at either end).
    record S3(String bucket, String prefix, S3Access access) implements ObjectStoreConfig {
        private static final Pattern BUCKET = Pattern.compile("[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]");

        /// Checks the names.
        public S3 {
            if (!BUCKET.matcher(bucket).matches()) {
                throw new IllegalArgumentException(
                        "'" + bucket + "' is no bucket name: 3 to 63 of a-z, 0-9, '.' and '-',"
                                + " with a letter or digit at both ends");
            }
            if (!prefix.isEmpty()) {
                ObjectKeys.check(prefix);
            }
        }
    }

    /// Reads the setting `store`: a folder (`./data`, `/var/lib/spanflame`) or `s3://bucket` or `s3://bucket/prefix`.
    ///
    /// @param access how to reach S3, used if it is S3
    /// @throws IllegalArgumentException saying what was given and what is expected
    static ObjectStoreConfig parse(String store, S3Access access) {
        String text = store.strip();
        int colon = text.indexOf("://");
        if (text.isEmpty()) {
            throw unreadable(store, "it is empty");
        }
        if (text.toLowerCase(Locale.ROOT).startsWith("s3://")) {
            return parseS3(store, text.substring("s3://".length()), access);
        }
        if (colon >= 0 || text.startsWith("s3:")) {
            throw unreadable(store, "its scheme is unknown");
        }
        if (text.equals("~") || text.startsWith("~/")) {
            throw unreadable(store, "'~' has a meaning only in a shell; write the whole path");
        }
        if (text.indexOf('\0') >= 0) {
            throw unreadable(store.replace('\0', '?'), "it holds a NUL");
        }
        return new Files(Path.of(text));
    }

    private static ObjectStoreConfig parseS3(String store, String rest, S3Access access) {
        int slash = rest.indexOf('/');
        String bucket = slash < 0 ? rest : rest.substring(0, slash);
        String prefix = slash < 0 ? "" : rest.substring(slash + 1);
        if (bucket.isEmpty()) {
            throw unreadable(store, "the bucket is missing");
        }
        if (rest.indexOf('?') >= 0 || rest.indexOf('#') >= 0) {
            throw unreadable(store, "endpoint, region and the like are settings of their own");
        }
        try {
            return new S3(bucket, prefix.endsWith("/") ? prefix.substring(0, prefix.length() - 1) : prefix, access);
        } catch (IllegalArgumentException e) {
            throw unreadable(store, String.valueOf(e.getMessage()));
        }
    }

    private static IllegalArgumentException unreadable(String store, String why) {
        return new IllegalArgumentException(
                "store '" + store + "': " + why + "; expected a folder such as ./data or s3://bucket/prefix");
    }
}
