package dev.spanflame.load.demo;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// A trace as the server answered it.
///
/// @param id its hex id
/// @param spans its spans by start
record Trace(String id, List<Span> spans) {
    /// One span; ids as the server wrote them, times in nanoseconds.
    record Span(
            String id,
            String parent,
            String service,
            String name,
            long start,
            long duration,
            boolean error,
            String message) {}

    /// From the JSON of `/api/v2/traces/{id}`.
    static Trace of(String id, Json answer) {
        Json trace = answer.get("trace");
        List<Span> spans = new ArrayList<>();
        List<Json> resources = trace.get("resourceSpans").list();
        for (Json resource : resources.isEmpty() ? trace.get("batches").list() : resources) {
            String service = attribute(resource.get("resource"), "service.name");
            for (Json scope : resource.get("scopeSpans").list()) {
                for (Json span : scope.get("spans").list()) {
                    spans.add(span(service, span));
                }
            }
        }
        spans.sort(Comparator.comparingLong(Span::start).thenComparing(Span::id));
        return new Trace(id, List.copyOf(spans));
    }

    private static Span span(String service, Json span) {
        long start = span.get("startTimeUnixNano").number();
        String code = span.get("status").get("code").text();
        return new Span(
                span.get("spanId").text(),
                span.get("parentSpanId").text(),
                service,
                span.get("name").text(),
                start,
                span.get("endTimeUnixNano").number() - start,
                code.equals("2") || code.equals("STATUS_CODE_ERROR"),
                span.get("status").get("message").text());
    }

    private static String attribute(Json holder, String key) {
        for (Json attribute : holder.get("attributes").list()) {
            if (attribute.get("key").text().equals(key)) {
                return attribute.get("value").get("stringValue").text();
            }
        }
        return "";
    }

    /// Spans by the id of their parent; those whose parent is not part of the trace under the empty id.
    Map<String, List<Span>> children() {
        Set<String> ids = new HashSet<>();
        spans.forEach(span -> ids.add(span.id()));
        Map<String, List<Span>> children = new HashMap<>();
        for (Span span : spans) {
            String parent = ids.contains(span.parent()) ? span.parent() : "";
            children.computeIfAbsent(parent, _ -> new ArrayList<>()).add(span);
        }
        return children;
    }

    Set<String> services() {
        Set<String> services = new HashSet<>();
        spans.forEach(span -> services.add(span.service()));
        return services;
    }

    /// Whether all its spans hang on one root that has no parent.
    boolean isComplete() {
        List<Span> roots = children().getOrDefault("", List.of());
        return roots.size() == 1 && roots.getFirst().parent().isEmpty();
    }
}
