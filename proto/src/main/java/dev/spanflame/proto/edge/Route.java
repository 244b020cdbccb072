package dev.spanflame.proto.edge;

import java.nio.file.Path;
import java.util.Optional;
import java.util.Set;

/// An HTTP endpoint: where it is, what it accepts, who answers.
///
/// `pattern` is a literal path with `{name}` for one segment and `{name:*}` for all the rest. `methods` empty means
/// any method. A body larger than `maxBodyBytes`, counted after inflation, is refused with 413; 0 means no body is
/// read. With `spool` a body that is not coded is kept in a file in this folder instead of in memory.
public record Route(
        Set<String> methods,
        String pattern,
        int maxBodyBytes,
        TenantRule tenantRule,
        ErrorFormat errorFormat,
        Handler handler,
        Optional<Path> spool) {
    /// Answers calls; runs on a virtual thread and may block.
    @FunctionalInterface
    public interface Handler {
        /// Answers `call`; a [dev.spanflame.model.BackendException] becomes the answer its kind asks for.
        HttpReply handle(HttpCall call) throws Exception;
    }

    /// How many tenants a caller may name.
    public enum TenantRule {
        /// The endpoint belongs to no tenant.
        NONE,
        /// Exactly one.
        ONE,
        /// One or several joined by `|`.
        MANY
    }

    /// How an error is written into the body.
    public enum ErrorFormat {
        /// The message alone, `text/plain`: Tempo's API.
        TEXT,
        /// `google.rpc.Status`, in the encoding of the request: OTLP over HTTP.
        OTLP,
        /// `{"code":"...","message":"..."}`: Connect and Pyroscope's HTTP API.
        CONNECT
    }

    /// An endpoint whose bodies are kept in memory.
    public Route(
            Set<String> methods,
            String pattern,
            int maxBodyBytes,
            TenantRule tenantRule,
            ErrorFormat errorFormat,
            Handler handler) {
        this(methods, pattern, maxBodyBytes, tenantRule, errorFormat, handler, Optional.empty());
    }

    /// The same endpoint, whose bodies are kept in files in `folder` while they are needed.
    public Route spooledIn(Path folder) {
        return new Route(methods, pattern, maxBodyBytes, tenantRule, errorFormat, handler, Optional.of(folder));
    }

    /// The same endpoint, answered by `other`.
    public Route withHandler(Handler other) {
        return new Route(methods, pattern, maxBodyBytes, tenantRule, errorFormat, other, spool);
    }

    /// Copies the methods.
    public Route {
        methods = Set.copyOf(methods);
    }

    /// An endpoint that reads: any method, no body, plain-text errors, one or several tenants.
    public static Route read(String pattern, Handler handler) {
        return new Route(Set.of(), pattern, 0, TenantRule.MANY, ErrorFormat.TEXT, handler);
    }
}
