package dev.spanflame.proto.edge;

import java.util.Map;

/// One HTTP request, its body read whole and inflated within the bounds of the [Route].
///
/// `path` is percent-decoded once; `pathParameters` are the pieces that matched `{name}` in the route's pattern.
public record HttpCall(
        Caller caller,
        String method,
        String path,
        Map<String, String> pathParameters,
        QueryParameters query,
        byte[] body) {
    /// Header of the request, or the empty string.
    public String header(String name) {
        return caller.headers().first(name).orElse("");
    }
}
