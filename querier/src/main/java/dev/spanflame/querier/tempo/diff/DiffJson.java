package dev.spanflame.querier.tempo.diff;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;

/// Writes a difference in one of its formats.
final class DiffJson {
    /// The largest patch, in bytes, that comes with a summary.
    static final int MAX_ATTACHED = 64 * 1024;

    private static final JsonFactory JSON = new JsonFactory();

    private DiffJson() {}

    /// Writes to `out`, which stays open.
    static void write(TraceDiff diff, DiffFormat format, OutputStream out) throws IOException {
        try (JsonGenerator json = generator(out)) {
            switch (format) {
                case PATCH -> new PatchJson(json, diff).write();
                case SUMMARY -> new SummaryJson(json, diff).write();
                case COMPOSED -> composed(diff, json);
            }
        }
    }

    private static JsonGenerator generator(OutputStream out) throws IOException {
        return JSON.createGenerator(out).disable(JsonGenerator.Feature.AUTO_CLOSE_TARGET);
    }

    /// A patch is there whole or not at all: one that was cut would tell of changes by leaving them out.
    private static void composed(TraceDiff diff, JsonGenerator json) throws IOException {
        Attached attached = new Attached();
        try (JsonGenerator patch = generator(attached)) {
            new PatchJson(patch, diff).write();
        }
        json.writeStartObject();
        json.writeStringField("version", DiffFormat.COMPOSED.label());
        json.writeFieldName("summary");
        new SummaryJson(json, diff).write();
        if (attached.bytes <= MAX_ATTACHED) {
            json.writeFieldName("patch");
            json.writeRawValue(attached.kept.toString(StandardCharsets.UTF_8));
        } else {
            json.writeObjectFieldStart("patchOmitted");
            json.writeNumberField("bytes", attached.bytes);
            json.writeStringField("reason", "over_budget");
            json.writeEndObject();
        }
        json.writeEndObject();
    }

    /// Counts all bytes and keeps them as long as they may be attached.
    private static final class Attached extends OutputStream {
        private final ByteArrayOutputStream kept = new ByteArrayOutputStream();
        private long bytes;

        @Override
        public void write(int b) throws IOException {
            write(new byte[] {(byte) b}, 0, 1);
        }

        @Override
        public void write(byte[] some, int offset, int length) throws IOException {
            bytes += length;
            if (bytes <= MAX_ATTACHED) {
                kept.write(some, offset, length);
            }
        }
    }
}
