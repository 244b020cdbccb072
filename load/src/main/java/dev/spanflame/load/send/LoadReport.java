package dev.spanflame.load.send;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.util.Map;

/// What a load measured.
///
/// `items` are those of requests that were accepted, less the rejected ones; `bytes` the bodies sent, as they went over
/// the wire; `failures` counts requests by kind, `messages` has one message for each kind; `cpuSeconds` is the time all
/// threads of the sender ran.
public record LoadReport(
        String item,
        long items,
        long rejected,
        int requests,
        long bytes,
        long retries,
        Map<String, Long> failures,
        Map<String, String> messages,
        Latencies latencies,
        double seconds,
        double cpuSeconds) {

    /// Whether every item was accepted.
    public boolean complete() {
        return failures.isEmpty() && rejected == 0;
    }

    /// Writes the fields of the report into an open JSON object.
    public void write(JsonGenerator json) throws IOException {
        json.writeStringField("item", item);
        json.writeNumberField("items", items);
        json.writeNumberField("items_per_second", Rounded.of(seconds > 0 ? items / seconds : 0, 1));
        json.writeNumberField("seconds", Rounded.of(seconds, 3));
        json.writeNumberField("requests", requests);
        json.writeNumberField("bytes", bytes);
        json.writeNumberField("rejected", rejected);
        json.writeNumberField("retries", retries);
        json.writeObjectFieldStart("failures");
        for (Map.Entry<String, Long> failure : failures.entrySet()) {
            json.writeNumberField(failure.getKey(), failure.getValue());
        }
        json.writeEndObject();
        json.writeObjectFieldStart("messages");
        for (Map.Entry<String, String> message : messages.entrySet()) {
            json.writeStringField(message.getKey(), message.getValue());
        }
        json.writeEndObject();
        json.writeObjectFieldStart("latency_ms");
        writePercentiles(json, latencies);
        json.writeEndObject();
        json.writeNumberField("sender_cpu_seconds", Rounded.of(cpuSeconds, 3));
    }

    /// Writes p50, p90, p99 and max, in milliseconds, into an open JSON object.
    public static void writePercentiles(JsonGenerator json, Latencies latencies) throws IOException {
        json.writeNumberField("p50", Rounded.of(latencies.millis(0.5), 3));
        json.writeNumberField("p90", Rounded.of(latencies.millis(0.9), 3));
        json.writeNumberField("p99", Rounded.of(latencies.millis(0.99), 3));
        json.writeNumberField("max", Rounded.of(latencies.millis(1), 3));
    }
}
