package dev.spanflame.server.edge;

import java.time.Duration;
import java.util.Map;

/// One request and its answer on an HTTP/1.1 connection or an HTTP/2 stream.
///
/// An answer is either one [#reply], or [#begin], any number of [#write] and [#flush], and [#end]. Nothing
/// is on the wire before the first flush, so an error found earlier can still become a clean [#reply].
/// Writers block while the caller reads slowly; what waits for the caller is bounded. Thread-safe, for one
/// writer at a time.
public interface Exchange {
    /// The head of the request.
    RequestHead head();

    /// Memory this request holds; given back when its handler is done.
    Reservation memory();

    /// Whether nobody waits for the answer any more: connection closed, stream reset, deadline passed, or
    /// the caller stopped reading for too long.
    boolean cancelled();

    /// Makes the exchange cancelled after `timeout` and runs `whenPassed`, which must not block, unless the
    /// answer ended before.
    void cancelAfter(Duration timeout, Runnable whenPassed);

    /// Whether a part of the answer is on the wire.
    boolean begun();

    /// Sends a whole answer; drops what was written but not flushed. Does nothing and says false when the
    /// exchange has ended.
    ///
    /// Does not block for bodies under 64 KiB.
    boolean reply(int status, Map<String, String> headers, byte[] body);

    /// Starts an answer whose content follows.
    void begin(int status, Map<String, String> headers);

    /// Adds content; the arrays must not change afterwards.
    ///
    /// Throws [BackendException] of kind CANCELLED when nobody waits for it.
    void write(byte[]... parts);

    /// Sends what was written; blocks while too much waits for the caller.
    ///
    /// Throws [BackendException] of kind CANCELLED when nobody waits for it.
    void flush();

    /// Ends the answer, with trailers where the protocol has them. Does nothing and says false when the
    /// exchange has ended.
    boolean end(Map<String, String> trailers);

    /// Breaks off, so that the caller sees that the answer is incomplete.
    void abort();
}
