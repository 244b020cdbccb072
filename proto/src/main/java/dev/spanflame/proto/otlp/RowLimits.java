package dev.spanflame.proto.otlp;

import dev.spanflame.model.BackendException;

/// Bounds what a request can make the tables of a batch grow to.
///
/// An empty attribute, event or link takes two bytes on the wire and up to 64 in a table. Honest ones take at least 5,
/// 11 and 28 bytes; a request with more rows than one per [#ATTRIBUTE_BYTES] or [#CHILD_BYTES] of its size is made of
/// empty ones and is refused whole.
final class RowLimits {
    private static final int ATTRIBUTE_BYTES = 4;
    private static final int CHILD_BYTES = 8;
    /// Small requests may do as they like.
    private static final int ALWAYS_ALLOWED = 1024;

    private RowLimits() {}

    /// Attributes that a request of this size may have.
    static int attributes(int requestBytes) {
        return requestBytes / ATTRIBUTE_BYTES + ALWAYS_ALLOWED;
    }

    /// Events, and links, that a request of this size may have.
    static int children(int requestBytes) {
        return requestBytes / CHILD_BYTES + ALWAYS_ALLOWED;
    }

    /// Throws [BackendException] of kind BAD_REQUEST when a table that has `rows` is about to pass `max`. Hot path.
    static void check(int rows, int max, String what) {
        if (rows >= max) {
            throw BackendException.badRequest(
                    "empty_items",
                    "request has over " + max + " " + what + ", more than its size explains; leave out empty " + what);
        }
    }
}
