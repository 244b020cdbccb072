package dev.spanflame.objectstore;

/// What to list: keys that start with `prefix` and sort after `startAfter` (empty: from the first), at most `limit`.
///
/// With `folders` true, keys that hold a `/` behind the prefix are not listed one by one: the part up to and with
/// that `/` is listed once in [Listing#folders], as S3 does with a delimiter.
public record ListRequest(String prefix, String startAfter, int limit, boolean folders) {
    /// All objects under `prefix`, in pages of the largest size.
    public static ListRequest objects(String prefix) {
        return new ListRequest(prefix, "", 1000, false);
    }

    /// The folders directly under `prefix`.
    public static ListRequest foldersOf(String prefix) {
        return new ListRequest(prefix, "", 1000, true);
    }

    /// The same request for what follows `key`.
    public ListRequest after(String key) {
        return new ListRequest(prefix, key, limit, folders);
    }
}
