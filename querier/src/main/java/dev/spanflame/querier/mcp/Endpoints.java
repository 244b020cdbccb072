package dev.spanflame.querier.mcp;

import dev.spanflame.model.BackendException;
import dev.spanflame.model.ErrorKind;
import dev.spanflame.proto.edge.Caller;
import dev.spanflame.proto.edge.Headers;
import dev.spanflame.proto.edge.HttpCall;
import dev.spanflame.proto.edge.HttpReply;
import dev.spanflame.proto.edge.QueryParameters;
import dev.spanflame.proto.edge.Route;
import dev.spanflame.querier.tempo.BoundedBytes;
import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// The endpoints of this process, called as a client would: with the tenants of the caller, behind the same
/// gate and limits. Thread-safe.
final class Endpoints {
    /// The largest answer that is worked on.
    private static final int MAX_BYTES = 8 << 20;

    private final Map<String, Route> byPattern = new HashMap<>();

    Endpoints(List<Route> routes) {
        routes.forEach(route -> byPattern.put(route.pattern(), route));
    }

    /// A call of the endpoint of this pattern; answers come in the form for language models where there is
    /// one.
    record Request(String pattern, Map<String, String> path, String query, String body) {
        static Request get(String pattern, String... parameters) {
            return new Request(pattern, Map.of(), query(parameters), "");
        }

        Request at(String name, String value) {
            return new Request(pattern, Map.of(name, value), query, body);
        }

        private static String query(String... parameters) {
            StringBuilder query = new StringBuilder();
            for (int i = 0; i < parameters.length; i += 2) {
                query.append(query.isEmpty() ? "" : "&")
                        .append(parameters[i])
                        .append('=')
                        .append(URLEncoder.encode(parameters[i + 1], StandardCharsets.UTF_8));
            }
            return query.toString();
        }
    }

    /// The text of an answer with status 200; throws [BackendException] for any other.
    String text(Caller caller, Request request) throws IOException {
        Route route = byPattern.get(request.pattern);
        if (route == null) {
            throw new IllegalStateException("no endpoint " + request.pattern);
        }
        Headers headers = new Headers().add("Accept", "application/vnd.grafana.llm");
        HttpCall call = new HttpCall(
                new Caller(caller.tenants(), headers, caller.cancelled()),
                request.body.isEmpty() ? "GET" : "POST",
                request.pattern,
                request.path,
                QueryParameters.parse(request.query),
                request.body.getBytes(StandardCharsets.UTF_8));
        HttpReply reply = reply(route, call);
        String text = text(reply);
        if (reply.status() != 200) {
            throw new BackendException(
                    reply.status() == 404 ? ErrorKind.NOT_FOUND : ErrorKind.BAD_REQUEST,
                    "tool_failed",
                    "status " + reply.status() + ": " + text);
        }
        return text;
    }

    private static HttpReply reply(Route route, HttpCall call) throws IOException {
        try {
            return route.handler().handle(call);
        } catch (IOException | RuntimeException e) {
            throw e;
        } catch (Exception e) {
            throw new IOException("endpoint " + route.pattern() + " failed", e);
        }
    }

    private static String text(HttpReply reply) throws IOException {
        return switch (reply.body()) {
            case HttpReply.Body.Ready(byte[] ready) when ready.length > MAX_BYTES -> throw tooLarge();
            case HttpReply.Body.Ready(byte[] ready) -> new String(ready, StandardCharsets.UTF_8);
            case HttpReply.Body.Streamed(HttpReply.Writer writer) -> written(writer);
        };
    }

    private static String written(HttpReply.Writer writer) throws IOException {
        BoundedBytes written = new BoundedBytes(MAX_BYTES);
        try {
            writer.writeTo(written);
        } catch (BackendException e) {
            throw e.kind() == ErrorKind.TOO_LARGE ? tooLarge() : e;
        }
        return written.toString(StandardCharsets.UTF_8);
    }

    private static BackendException tooLarge() {
        return new BackendException(
                ErrorKind.TOO_LARGE,
                "answer_too_large",
                "the answer has more than " + MAX_BYTES + " bytes, far more than can be shown; ask for less: a shorter"
                        + " time, more conditions, fewer groups, of a trace a filter-query");
    }
}
