package dev.spanflame.traceql.script;

import dev.spanflame.model.Hex;
import dev.spanflame.model.trace.Trace;
import dev.spanflame.model.trace.TraceId;
import java.util.List;
import java.util.Map;

/// Spans to search, one [Trace] for each trace, and the labels by which a script calls them.
public record Fixture(List<Trace> traces, Map<String, String> labelsByKey) {
    /// Copies the collections.
    public Fixture {
        traces = List.copyOf(traces);
        labelsByKey = Map.copyOf(labelsByKey);
    }

    /// Label of a span; its ids and start where it has none.
    String label(TraceId traceId, long spanId, long startNanos) {
        String key = key(traceId, spanId, startNanos);
        return labelsByKey.getOrDefault(key, key);
    }

    static String key(TraceId traceId, long spanId, long startNanos) {
        return traceId.shortHex() + "/" + Hex.of(spanId) + "@" + startNanos;
    }
}
