package dev.spanflame.objectstore;

/// What to list: keys that start with `prefix` and sort after `startAfter` (empty: from the first), at most `limit`
/// (1 or more) objects and folders together.
///
/// With `folders` true, keys that hold a `/` behind the prefix are not listed one by one: the part up to and with
/// that `/` is listed once in [Listing#folders], as S3 does with a delimiter. A folder that `startAfter` equals or
/// lies in counts as listed already.
public record ListRequest(String prefix, String startAfter, int limit, boolean folders) {
    /// Checks the prefix and the limit.
    public ListRequest {
        ObjectKeys.checkPrefix(prefix);
        if (limit < 1) {
            throw new IllegalArgumentException("a listing needs a limit of 1 or more, not " + limit);
        }
    }

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
