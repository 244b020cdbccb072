package dev.spanflame.load.demo;

import java.io.IOException;
import java.net.URI;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/// Looks for the trace of an order: one that failed at first, after some looks any.
final class TraceFinder {
    private static final int LOOKS_FOR_FAILED = 25;
    private static final int SERVICES = 4;

    private final Backend backend;
    private final URI server;
    private int looks;

    TraceFinder(Backend backend, URI server) {
        this.backend = backend;
        this.server = server;
    }

    /// One look: a search by TraceQL, then the traces it names by id until one is complete.
    Optional<Trace> find() throws IOException, InterruptedException {
        String failed = looks++ < LOOKS_FOR_FAILED ? " && status = error" : "";
        Map<String, String> search = new LinkedHashMap<>();
        search.put("q", "{ resource.service.name = \"payment\"" + failed + " }");
        search.put("limit", "10");
        long now = System.currentTimeMillis() / 1000;
        search.put("start", Long.toString(now - 300));
        search.put("end", Long.toString(now + 5));
        for (Json hit : backend.get(server, "/api/search", search).get("traces").list()) {
            String id = hit.get("traceID").text();
            Trace trace = Trace.of(id, backend.get(server, "/api/v2/traces/" + id, Map.of()));
            if (trace.isComplete() && trace.services().size() >= SERVICES) {
                return Optional.of(trace);
            }
        }
        return Optional.empty();
    }
}
