package dev.spanflame.server.edge;

import dev.spanflame.proto.edge.Headers;

/// What is known of a request before its body arrives.
///
/// `listener` is the name of the port it came in by, `target` the raw request target (path and query, or
/// the whole URL when a proxy sent one), `http2` whether it is an HTTP/2 stream.
public record RequestHead(String listener, String method, String target, Headers headers, boolean http2) {
    /// First value of a header, or the empty string.
    public String header(String name) {
        return headers.first(name).orElse("");
    }
}
