package dev.spanflame.load.query;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.spanflame.load.send.Latencies;
import dev.spanflame.load.send.LoadReport;
import java.io.IOException;
import java.util.Map;

/// What one query measured: `bytes` are those of the last answer, `failures` counts answers other than 200 by status,
/// or as `connection`; `message` is the beginning of one of them, or empty.
public record QueryReport(
        String name, int requests, long bytes, Map<String, Integer> failures, String message, Latencies latencies) {

    /// Writes the fields of the report into an open JSON object.
    public void write(JsonGenerator json) throws IOException {
        json.writeStringField("query", name);
        json.writeNumberField("requests", requests);
        json.writeNumberField("bytes", bytes);
        json.writeObjectFieldStart("failures");
        for (Map.Entry<String, Integer> failure : failures.entrySet()) {
            json.writeNumberField(failure.getKey(), failure.getValue());
        }
        json.writeEndObject();
        if (!message.isEmpty()) {
            json.writeStringField("message", message);
        }
        json.writeObjectFieldStart("latency_ms");
        LoadReport.writePercentiles(json, latencies);
        json.writeEndObject();
    }
}
