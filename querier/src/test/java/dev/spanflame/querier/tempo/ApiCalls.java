package dev.spanflame.querier.tempo;

import dev.spanflame.model.Tenant;
import dev.spanflame.proto.edge.Caller;
import dev.spanflame.proto.edge.Headers;
import dev.spanflame.proto.edge.HttpCall;
import dev.spanflame.proto.edge.HttpReply;
import dev.spanflame.proto.edge.QueryParameters;
import dev.spanflame.proto.edge.Route;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// Calls routes as the server does: by a path with escapes and a query.
public final class ApiCalls {
    private static final Pattern NAME = Pattern.compile("\\{([a-z]+)(:\\*)?}");

    private final List<Route> routes;
    private final List<Tenant> tenants;
    private final BooleanSupplier cancelled;

    /// Calls for `tenants`.
    public ApiCalls(List<Route> routes, List<Tenant> tenants, BooleanSupplier cancelled) {
        this.routes = routes;
        this.tenants = tenants;
        this.cancelled = cancelled;
    }

    ApiCalls as(Tenant... others) {
        return new ApiCalls(routes, List.of(others), cancelled);
    }

    ApiCalls cancelledBy(BooleanSupplier signal) {
        return new ApiCalls(routes, tenants, signal);
    }

    /// The text of a reply with status 200.
    String text(String url) throws Exception {
        HttpReply reply = get(url, "application/json");
        if (reply.status() != 200) {
            throw new AssertionError(url + " gave " + reply.status());
        }
        return new String(bytes(reply), StandardCharsets.UTF_8);
    }

    /// A call without a body.
    public HttpReply get(String url, String accept) throws Exception {
        return call("GET", url, new Headers().add("Accept", accept), "");
    }

    /// A call of any kind.
    public HttpReply call(String method, String url, Headers headers, String body) throws Exception {
        URI uri = URI.create("http://localhost" + url);
        String path = uri.getPath();
        QueryParameters query = QueryParameters.parse(uri.getRawQuery() == null ? "" : uri.getRawQuery());
        for (Route route : routes) {
            Map<String, String> values = match(route.pattern(), path);
            if (values != null) {
                Caller caller = new Caller(tenants, headers, cancelled);
                return route.handler()
                        .handle(new HttpCall(
                                caller, method, path, values, query, body.getBytes(StandardCharsets.UTF_8)));
            }
        }
        throw new AssertionError("no route for " + path);
    }

    /// The content of a reply.
    public static byte[] bytes(HttpReply reply) {
        return switch (reply.body()) {
            case HttpReply.Body.Ready(byte[] bytes) -> bytes;
            case HttpReply.Body.Streamed(HttpReply.Writer writer) -> {
                ByteArrayOutputStream out = new ByteArrayOutputStream();
                try {
                    writer.writeTo(out);
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
                yield out.toByteArray();
            }
        };
    }

    private static @Nullable Map<String, String> match(String pattern, String path) {
        Matcher names = NAME.matcher(pattern);
        StringBuilder regex = new StringBuilder();
        int from = 0;
        while (names.find()) {
            regex.append(Pattern.quote(pattern.substring(from, names.start())));
            regex.append("(?<").append(names.group(1)).append(names.group(2) == null ? ">[^/]+)" : ">.+)");
            from = names.end();
        }
        regex.append(Pattern.quote(pattern.substring(from)));
        Matcher matcher = Pattern.compile(regex.toString(), Pattern.DOTALL).matcher(path);
        if (!matcher.matches()) {
            return null;
        }
        Map<String, String> values = new HashMap<>();
        matcher.namedGroups().keySet().forEach(name -> values.put(name, matcher.group(name)));
        return values;
    }
}
