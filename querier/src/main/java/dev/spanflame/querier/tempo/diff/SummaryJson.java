package dev.spanflame.querier.tempo.diff;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.spanflame.proto.wire.LoneSurrogates;
import dev.spanflame.querier.tempo.diff.Change.Target;
import java.io.IOException;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/// Writes the document `trace-summary-v0-native`: where to look, in a few lines.
///
/// Directions are told without saying which is good. The duration of a trace is from its first start to its
/// last end; `sumSpanDuration` adds up all spans and may be longer.
final class SummaryJson {
    private static final long NANOS_PER_MILLI = 1_000_000;

    private final JsonGenerator json;
    private final TraceDiff diff;
    private final Totals base;
    private final Totals compared;

    SummaryJson(JsonGenerator json, TraceDiff diff) {
        this.json = json;
        this.diff = diff;
        this.base = Totals.of(diff.base().spans());
        this.compared = Totals.of(diff.compared().spans());
    }

    void write() throws IOException {
        List<ServiceChange> services = ServiceChange.of(diff, base, compared);
        Set<String> reshaped = reshaped();
        TreeSet<String> changed = new TreeSet<>(reshaped);
        services.forEach(service -> changed.add(service.service()));
        json.writeStartObject();
        json.writeStringField("version", DiffFormat.SUMMARY.label());
        side("base", diff.base(), base);
        side("compare", diff.compared(), compared);
        signals(!reshaped.isEmpty());
        trust();
        stats();
        if (!diff.warnings().isEmpty()) {
            PatchJson.warnings(json, diff.warnings());
        }
        json.writeArrayFieldStart("changedServices");
        for (String service : changed) {
            json.writeString(LoneSurrogates.replaced(service));
        }
        json.writeEndArray();
        json.writeArrayFieldStart("services");
        for (ServiceChange service : services) {
            service(service);
        }
        json.writeEndArray();
        json.writeEndObject();
    }

    private void side(String name, SpanTree tree, Totals totals) throws IOException {
        json.writeObjectFieldStart(name);
        json.writeStringField("traceId", PatchJson.traceId(tree));
        SpanKey root = tree.spans().getFirst().key();
        if (!root.service().isEmpty()) {
            json.writeStringField("rootService", LoneSurrogates.replaced(root.service()));
        }
        if (!root.name().isEmpty()) {
            json.writeStringField("rootName", LoneSurrogates.replaced(root.name()));
        }
        json.writeNumberField("spanCount", tree.spans().size());
        json.writeNumberField("errorSpanCount", totals.errors());
        json.writeNumberField("durationMs", totals.envelope() / NANOS_PER_MILLI);
        json.writeNumberField("sumSpanDurationMs", totals.sum() / NANOS_PER_MILLI);
        json.writeEndObject();
    }

    private void signals(boolean isReshaped) throws IOException {
        json.writeObjectFieldStart("signals");
        json.writeStringField("traceLatency", direction(latency()));
        json.writeStringField("sumSpanDuration", direction(sum()));
        json.writeStringField("errors", direction(compared.errors() - base.errors()));
        json.writeStringField("spanCount", direction(spans()));
        json.writeStringField("structure", isReshaped ? "changed" : "unchanged");
        json.writeEndObject();
    }

    private static String direction(long delta) {
        return delta > 0 ? "increased" : delta < 0 ? "decreased" : "unchanged";
    }

    private void trust() throws IOException {
        int a = diff.base().spans().size();
        int b = diff.compared().spans().size();
        json.writeObjectFieldStart("trust");
        json.writeNumberField("matchedSpanRatio", (double) diff.matched() / Math.max(a, b));
        json.writeNumberField("structureOverlap", (double) diff.matched() / Math.min(a, b));
        json.writeEndObject();
    }

    private void stats() throws IOException {
        json.writeObjectFieldStart("stats");
        json.writeNumberField("traceLatencyDeltaMs", latency());
        json.writeNumberField("sumSpanDurationDeltaMs", sum());
        json.writeNumberField("spanCountDelta", spans());
        json.writeNumberField("errorSpanDelta", compared.errors() - base.errors());
        json.writeNumberField("matchedSpans", diff.matched());
        json.writeNumberField("modifiedSpans", diff.modified().size());
        json.writeNumberField("addedSpans", diff.added().size());
        json.writeNumberField("removedSpans", diff.removed().size());
        json.writeNumberField("fieldChanges", diff.changes(Target.FIELD));
        json.writeNumberField("attributeChanges", diff.changes(Target.ATTRIBUTE));
        json.writeEndObject();
    }

    private void service(ServiceChange service) throws IOException {
        json.writeStartObject();
        json.writeStringField("name", LoneSurrogates.replaced(service.service()));
        json.writeNumberField("sumSpanDurationDeltaMs", service.deltaNanos() / NANOS_PER_MILLI);
        json.writeNumberField("modified", service.modified());
        json.writeNumberField("added", service.added());
        json.writeNumberField("removed", service.removed());
        json.writeNumberField("newErrors", service.newErrors());
        json.writeNumberField("resolvedErrors", service.resolvedErrors());
        json.writeEndObject();
    }

    private long latency() {
        return (compared.envelope() - base.envelope()) / NANOS_PER_MILLI;
    }

    private long sum() {
        return (compared.sum() - base.sum()) / NANOS_PER_MILLI;
    }

    private int spans() {
        return diff.compared().spans().size() - diff.base().spans().size();
    }

    /// Services whose spans are not the same or not below the same parents.
    private Set<String> reshaped() {
        Set<String> services = new HashSet<>();
        addMissing(base, compared, services);
        addMissing(compared, base, services);
        return services;
    }

    private static void addMissing(Totals some, Totals others, Set<String> services) {
        some.shape().forEach((placed, count) -> {
            if (!count.equals(others.shape().get(placed))) {
                services.add(Totals.service(placed.key()));
            }
        });
    }
}
