package dev.spanflame.tests.system;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/// Questions to Tempo's API at a server's query port.
public final class Tempo {
    private final URI address;

    /// Asks `server`.
    public Tempo(SpanflameProcess server) {
        this.address = server.uri("query");
    }

    /// The answer to `GET /api/v2/traces/{id}` in JSON; `headers` are names and values in turn.
    public Wire.Answer trace(String traceId, String... headers) {
        return Wire.get(address.resolve("/api/v2/traces/" + traceId), headers);
    }

    /// Names of all spans of a trace, sorted; empty when there is no such trace.
    public List<String> spanNames(String traceId) {
        Wire.Answer answer = trace(traceId);
        List<String> names = new ArrayList<>();
        if (answer.status() == 200) {
            for (JsonNode span : answer.json().findValues("spans")) {
                span.forEach(one -> names.add(one.path("name").asText()));
            }
        }
        names.sort(null);
        return names;
    }

    /// Trace ids that a TraceQL query finds.
    public List<String> search(String query, String... headers) {
        String encoded = URLEncoder.encode(query, StandardCharsets.UTF_8);
        Wire.Answer answer = Wire.get(address.resolve("/api/search?limit=100&q=" + encoded), headers);
        if (answer.status() != 200) {
            throw new IllegalStateException(answer.status() + " " + answer.text());
        }
        List<String> ids = new ArrayList<>();
        answer.json()
                .path("traces")
                .forEach(trace -> ids.add(padded(trace.path("traceID").asText())));
        return ids;
    }

    /// Tempo leaves out zeros at the beginning of an id, and so do those who speak its API.
    private static String padded(String id) {
        return "0".repeat(32 - id.length()) + id;
    }

    /// Sum of the lines of `/metrics` that begin with `series`; 0 where there is none.
    public double metric(String series) {
        return Wire.get(address.resolve("/metrics"))
                .text()
                .lines()
                .filter(line -> line.startsWith(series))
                .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)))
                .sum();
    }
}
