package dev.spanflame.proto.edge;

import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/// One HTTP request, its body read whole and inflated within the bounds of the [Route].
///
/// `file` has the body instead of `body` where the route keeps bodies in files; it is gone when the handler returns.
/// `path` is percent-decoded once; `pathParameters` are the pieces that matched `{name}` in the route's pattern.
public record HttpCall(
        Caller caller,
        String method,
        String path,
        Map<String, String> pathParameters,
        QueryParameters query,
        byte[] body,
        Optional<Path> file) {
    /// A request whose body is in memory.
    public HttpCall(
            Caller caller,
            String method,
            String path,
            Map<String, String> pathParameters,
            QueryParameters query,
            byte[] body) {
        this(caller, method, path, pathParameters, query, body, Optional.empty());
    }

    /// The same request of `other`.
    public HttpCall withCaller(Caller other) {
        return new HttpCall(other, method, path, pathParameters, query, body, file);
    }

    /// Header of the request, or the empty string.
    public String header(String name) {
        return caller.headers().first(name).orElse("");
    }
}
