package dev.spanflame.querier.pyroscope.export;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// A file that speedscope.app opens (its format 0.1): one sampled profile, a sample for each stack.
public final class Speedscope {
    private static final JsonFactory JSON = new JsonFactory();

    private Speedscope() {}

    /// The JSON of a tree; `unit` is pprof's.
    public static byte[] of(CallTree tree, String name, String unit) throws IOException {
        Map<String, Integer> frames = new LinkedHashMap<>();
        List<int[]> samples = new ArrayList<>();
        List<Long> weights = new ArrayList<>();
        for (int node = 1; node < tree.nodes().size(); node++) {
            long self = tree.nodes().get(node).self();
            if (self > 0) {
                samples.add(tree.path(node).stream()
                        .mapToInt(function -> {
                            Integer known = frames.putIfAbsent(function, frames.size());
                            return known == null ? frames.size() - 1 : known;
                        })
                        .toArray());
                weights.add(self);
            }
        }
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (JsonGenerator json = JSON.createGenerator(out)) {
            json.writeStartObject();
            json.writeStringField("$schema", "https://www.speedscope.app/file-format-schema.json");
            json.writeStringField("name", name);
            json.writeObjectFieldStart("shared");
            json.writeArrayFieldStart("frames");
            for (String frame : frames.keySet()) {
                json.writeStartObject();
                json.writeStringField("name", frame);
                json.writeEndObject();
            }
            json.writeEndArray();
            json.writeEndObject();
            json.writeArrayFieldStart("profiles");
            writeProfile(json, name, unit, samples, weights);
            json.writeEndArray();
            json.writeEndObject();
        }
        return out.toByteArray();
    }

    private static void writeProfile(
            JsonGenerator json, String name, String unit, List<int[]> samples, List<Long> weights) throws IOException {
        json.writeStartObject();
        json.writeStringField("type", "sampled");
        json.writeStringField("name", name);
        json.writeStringField("unit", unit(unit));
        json.writeNumberField("startValue", 0);
        json.writeNumberField(
                "endValue", weights.stream().mapToLong(Long::longValue).sum());
        json.writeArrayFieldStart("samples");
        for (int[] sample : samples) {
            json.writeArray(sample, 0, sample.length);
        }
        json.writeEndArray();
        json.writeArrayFieldStart("weights");
        for (long weight : weights) {
            json.writeNumber(weight);
        }
        json.writeEndArray();
        json.writeEndObject();
    }

    private static String unit(String unit) {
        return switch (unit) {
            case "nanoseconds", "microseconds", "milliseconds", "seconds", "bytes" -> unit;
            default -> "none";
        };
    }
}
