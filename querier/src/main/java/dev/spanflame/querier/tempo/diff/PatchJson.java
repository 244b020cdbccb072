package dev.spanflame.querier.tempo.diff;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.spanflame.proto.otlp.json.PlainJson;
import dev.spanflame.proto.wire.LoneSurrogates;
import dev.spanflame.querier.tempo.diff.Change.Target;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/// Writes the document `trace-patch-v0`: each span that changed, came or went.
final class PatchJson {
    private final JsonGenerator json;
    private final TraceDiff diff;

    PatchJson(JsonGenerator json, TraceDiff diff) {
        this.json = json;
        this.diff = diff;
    }

    void write() throws IOException {
        json.writeStartObject();
        json.writeStringField("version", DiffFormat.PATCH.label());
        side("base", diff.base());
        side("compare", diff.compared());
        stats();
        json.writeArrayFieldStart("modified");
        for (TraceDiff.Modified modified : diff.modified()) {
            modified(modified);
        }
        json.writeEndArray();
        json.writeArrayFieldStart("added");
        for (int span : diff.added()) {
            added(span);
        }
        json.writeEndArray();
        json.writeArrayFieldStart("removed");
        for (int span : diff.removed()) {
            removed(span);
        }
        json.writeEndArray();
        warnings(json, diff.warnings());
        json.writeEndObject();
    }

    private void side(String name, SpanTree tree) throws IOException {
        json.writeObjectFieldStart(name);
        json.writeStringField("traceId", traceId(tree));
        json.writeNumberField("spanCount", tree.spans().size());
        json.writeEndObject();
    }

    static String traceId(SpanTree tree) {
        return tree.spans().isEmpty()
                ? ""
                : tree.spans().getFirst().span().traceId().hex();
    }

    private void stats() throws IOException {
        json.writeObjectFieldStart("stats");
        json.writeNumberField("spanCountA", diff.base().spans().size());
        json.writeNumberField("spanCountB", diff.compared().spans().size());
        json.writeNumberField("matchedSpans", diff.matched());
        json.writeNumberField("modifiedSpans", diff.modified().size());
        json.writeNumberField("addedSpans", diff.added().size());
        json.writeNumberField("removedSpans", diff.removed().size());
        json.writeNumberField("fieldChanges", diff.changes(Target.FIELD));
        json.writeNumberField("attributeChanges", diff.changes(Target.ATTRIBUTE));
        json.writeNumberField("eventChanges", 0);
        json.writeBooleanField("truncated", false);
        json.writeEndObject();
    }

    private void modified(TraceDiff.Modified modified) throws IOException {
        json.writeStartObject();
        json.writeObjectFieldStart("span");
        path("path", diff.compared().path(modified.span()));
        key(diff.compared().spans().get(modified.span()).key());
        json.writeEndObject();
        json.writeArrayFieldStart("changes");
        for (Change change : modified.changes()) {
            change(change);
        }
        json.writeEndArray();
        json.writeEndObject();
    }

    private void change(Change change) throws IOException {
        json.writeStartObject();
        json.writeStringField("op", change.operation().name().toLowerCase(Locale.ROOT));
        json.writeObjectFieldStart("target");
        json.writeStringField("type", change.target().name().toLowerCase(Locale.ROOT));
        switch (change.target()) {
            case FIELD -> json.writeStringField("name", change.name());
            case ATTRIBUTE -> {
                json.writeStringField("scope", "span");
                text("key", change.name());
            }
        }
        json.writeEndObject();
        json.writeFieldName("before");
        PlainJson.write(json, change.before());
        json.writeFieldName("after");
        PlainJson.write(json, change.after());
        json.writeEndObject();
    }

    private void added(int span) throws IOException {
        int[] path = diff.compared().path(span);
        json.writeStartObject();
        json.writeObjectFieldStart("target");
        json.writeStringField("type", "span");
        if (path.length > 1) {
            path("parentPath", Arrays.copyOf(path, path.length - 1));
        }
        json.writeNumberField("index", path[path.length - 1]);
        json.writeEndObject();
        snapshot(path, diff.compared().spans().get(span));
        json.writeEndObject();
    }

    private void removed(int span) throws IOException {
        int[] path = diff.base().path(span);
        json.writeStartObject();
        json.writeObjectFieldStart("target");
        json.writeStringField("type", "span");
        path("path", path);
        json.writeEndObject();
        snapshot(path, diff.base().spans().get(span));
        json.writeEndObject();
    }

    private void snapshot(int[] path, TreeSpan span) throws IOException {
        json.writeObjectFieldStart("span");
        path("path", path);
        key(span.key());
        json.writeNumberField(Change.DURATION, span.durationNanos());
        json.writeStringField(Change.STATUS, span.status());
        json.writeEndObject();
    }

    private void path(String name, int[] path) throws IOException {
        json.writeFieldName(name);
        json.writeArray(path, 0, path.length);
    }

    private void key(SpanKey key) throws IOException {
        text("service", key.service());
        text("name", key.name());
        json.writeStringField("kind", key.kind());
    }

    private void text(String name, String text) throws IOException {
        json.writeStringField(name, LoneSurrogates.replaced(text));
    }

    static void warnings(JsonGenerator json, List<Warning> warnings) throws IOException {
        json.writeArrayFieldStart("warnings");
        for (Warning warning : warnings) {
            json.writeStartObject();
            json.writeStringField("code", warning.code());
            json.writeStringField("message", LoneSurrogates.replaced(warning.message()));
            json.writeEndObject();
        }
        json.writeEndArray();
    }
}
