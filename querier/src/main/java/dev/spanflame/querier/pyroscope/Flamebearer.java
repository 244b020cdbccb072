package dev.spanflame.querier.pyroscope;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import dev.spanflame.block.profile.SeriesSums;
import dev.spanflame.model.Labels;
import dev.spanflame.model.profile.FlameGraph;
import dev.spanflame.model.profile.FlameGraphDiff;
import dev.spanflame.model.profile.ProfileType;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.List;
import java.util.Set;

/// The JSON document "flamebearer", version 1.
public record Flamebearer(ProfileType type, Window window, long stepSeconds) {
    private static final Set<String> OBJECTS = Set.of("inuse_objects", "alloc_objects", "goroutine", "samples");
    private static final int NANOS = 1_000_000_000;
    private static final int USUAL_RATE = 100;
    private static final JsonFactory JSON = new JsonFactory();

    /// The document of one profile; `timeline` is one series or none, `groups` have one label or none
    /// each.
    public byte[] json(FlameGraph graph, List<SeriesSums.Series> timeline, List<SeriesSums.Series> groups)
            throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (JsonGenerator json = JSON.createGenerator(out)) {
            json.writeStartObject();
            json.writeNumberField("version", 1);
            writeGraph(graph.names(), graph.levels(), new long[] {graph.total(), graph.maxSelf()}, json);
            writeMetadata("single", json);
            json.writeFieldName("timeline");
            writeTimeline(timeline.isEmpty() ? List.of() : timeline.getFirst().points(), json);
            writeGroups(groups, json);
            json.writeNullField("heatmap");
            json.writeEndObject();
        }
        return out.toByteArray();
    }

    /// The document of two profiles, the format `double`; it has no timeline.
    public byte[] json(FlameGraphDiff diff) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (JsonGenerator json = JSON.createGenerator(out)) {
            json.writeStartObject();
            json.writeNumberField("version", 1);
            writeGraph(diff.names(), diff.levels(), new long[] {diff.total(), diff.maxSelf()}, json);
            writeMetadata("double", json);
            json.writeNullField("timeline");
            json.writeNullField("groups");
            json.writeNullField("heatmap");
            json.writeNumberField("leftTicks", diff.leftTotal());
            json.writeNumberField("rightTicks", diff.rightTotal());
            json.writeEndObject();
        }
        return out.toByteArray();
    }

    /// `numbers` are the total and the largest self value.
    private static void writeGraph(List<String> names, List<long[]> levels, long[] numbers, JsonGenerator json)
            throws IOException {
        json.writeObjectFieldStart("flamebearer");
        json.writeArrayFieldStart("names");
        for (String name : names) {
            json.writeString(name);
        }
        json.writeEndArray();
        json.writeArrayFieldStart("levels");
        for (long[] level : levels) {
            json.writeArray(level, 0, level.length);
        }
        json.writeEndArray();
        json.writeNumberField("numTicks", numbers[0]);
        json.writeNumberField("maxSelf", numbers[1]);
        json.writeEndObject();
    }

    private void writeMetadata(String format, JsonGenerator json) throws IOException {
        json.writeObjectFieldStart("metadata");
        boolean cpu = type.sampleType().equals("cpu");
        String units = OBJECTS.contains(type.sampleType()) ? "objects" : type.sampleUnit();
        json.writeStringField("format", format);
        json.writeStringField("spyName", "");
        json.writeNumberField("sampleRate", cpu ? NANOS : USUAL_RATE);
        json.writeStringField("units", cpu ? "samples" : units);
        json.writeStringField("name", type.sampleType());
        json.writeEndObject();
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
