package dev.spanflame.proto.otlp;

import dev.spanflame.model.BackendException;
import dev.spanflame.proto.inflate.InFlightBudget;

/// Bounds how far a request can make one table of a batch grow, and reserves the memory for it. Not thread-safe.
///
/// An empty attribute, event or link takes two bytes on the wire and up to 64 in a table; honest ones take at least 5,
/// 11 and 28. A request with more rows than one for each so many of its bytes is made of empty ones and is refused
/// whole. Rows below that are reserved in steps that double, as the arrays of a table do, before they are added.
final class TableLimit {
    /// Small requests may do as they like, and reserve nothing.
    private static final int ALWAYS_ALLOWED = 1024;

    private final String what;
    private final int wireBytes;
    private final int rowBytes;

    private InFlightBudget.Reservation memory = InFlightBudget.UNBOUNDED.open();
    private int max;
    private int threshold;

    /// Allows one row of `rowBytes` for each `wireBytes` of a request; `what` names the rows to senders.
    TableLimit(String what, int wireBytes, int rowBytes) {
        this.what = what;
        this.wireBytes = wireBytes;
        this.rowBytes = rowBytes;
    }

    /// Prepares for a request of this many bytes, whose rows are reserved from `newMemory`.
    void reset(int requestBytes, InFlightBudget.Reservation newMemory) {
        memory = newMemory;
        max = requestBytes / wireBytes + ALWAYS_ALLOWED;
        threshold = ALWAYS_ALLOWED;
    }

    /// Says that a row will be added to `rows` others. Throws [BackendException] of kind BAD_REQUEST when they are too
    /// many, and as [InFlightBudget.Reservation#grow]. Hot path.
    void beforeAdd(int rows) {
        if (rows >= threshold) {
            raise(rows);
        }
    }

    private void raise(int rows) {
        if (rows >= max) {
            throw BackendException.badRequest(
                    "empty_items",
                    "request has over " + max + " " + what + ", more than its size explains; leave out empty " + what);
        }
        int more = Math.min(rows, max - rows);
        memory.grow((long) more * rowBytes);
        threshold = rows + more;
    }
}
