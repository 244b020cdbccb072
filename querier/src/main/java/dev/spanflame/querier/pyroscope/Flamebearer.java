package dev.spanflame.querier.pyroscope;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import dev.spanflame.block.profile.SeriesSums;
import dev.spanflame.model.Labels;
import dev.spanflame.model.profile.FlameGraph;
import dev.spanflame.model.profile.ProfileType;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.List;
import java.util.Set;

/// The JSON document "flamebearer", version 1, in its form for one profile.
record Flamebearer(ProfileType type, Window window, long stepSeconds) {
    private static final Set<String> OBJECTS = Set.of("inuse_objects", "alloc_objects", "goroutine", "samples");
    private static final int NANOS = 1_000_000_000;
    private static final int USUAL_RATE = 100;
    private static final JsonFactory JSON = new JsonFactory();

    /// The document; `timeline` is one series or none, `groups` have one label or none each.
    byte[] json(FlameGraph graph, List<SeriesSums.Series> timeline, List<SeriesSums.Series> groups) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (JsonGenerator json = JSON.createGenerator(out)) {
            json.writeStartObject();
            json.writeNumberField("version", 1);
            json.writeObjectFieldStart("flamebearer");
            writeGraph(graph, json);
            json.writeEndObject();
            json.writeObjectFieldStart("metadata");
            writeMetadata(json);
            json.writeEndObject();
            json.writeFieldName("timeline");
            writeTimeline(timeline.isEmpty() ? List.of() : timeline.getFirst().points(), json);
            writeGroups(groups, json);
            json.writeNullField("heatmap");
            json.writeEndObject();
        }
        return out.toByteArray();
    }

    private static void writeGraph(FlameGraph graph, JsonGenerator json) throws IOException {
        json.writeArrayFieldStart("names");
        for (String name : graph.names()) {
            json.writeString(name);
        }
        json.writeEndArray();
        json.writeArrayFieldStart("levels");
        for (long[] level : graph.levels()) {
            json.writeArray(level, 0, level.length);
        }
        json.writeEndArray();
        json.writeNumberField("numTicks", graph.total());
        json.writeNumberField("maxSelf", graph.maxSelf());
    }

    private void writeMetadata(JsonGenerator json) throws IOException {
        boolean cpu = type.sampleType().equals("cpu");
        String units = OBJECTS.contains(type.sampleType()) ? "objects" : type.sampleUnit();
        json.writeStringField("format", "single");
        json.writeStringField("spyName", "");
        json.writeNumberField("sampleRate", cpu ? NANOS : USUAL_RATE);
        json.writeStringField("units", cpu ? "samples" : units);
        json.writeStringField("name", type.sampleType());
    }

    private void writeTimeline(List<SeriesSums.Point> points, JsonGenerator json) throws IOException {
        long step = stepSeconds * 1_000;
        double[] samples = new double[(int) ((window.endMillis() - window.startMillis()) / step) + 1];
        for (SeriesSums.Point point : points) {
            samples[(int) ((point.timeMillis() - window.startMillis()) / step)] = point.value();
        }
        json.writeStartObject();
        json.writeNumberField("startTime", window.startMillis() / 1_000);
        json.writeArrayFieldStart("samples");
        for (double sample : samples) {
            json.writeNumber(Math.round(sample));
        }
        json.writeEndArray();
        json.writeNumberField("durationDelta", stepSeconds);
        json.writeNullField("watermarks");
        json.writeEndObject();
    }

    private void writeGroups(List<SeriesSums.Series> groups, JsonGenerator json) throws IOException {
        if (groups.isEmpty()) {
            json.writeNullField("groups");
            return;
        }
        json.writeObjectFieldStart("groups");
        for (SeriesSums.Series group : groups) {
            List<Labels.Label> labels = group.labels().pairs();
            json.writeFieldName(labels.isEmpty() ? "" : labels.getFirst().value());
            writeTimeline(group.points(), json);
        }
        json.writeEndObject();
    }
}
