package dev.spanflame.querier.pyroscope;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import dev.spanflame.block.profile.LabelMatcher;
import dev.spanflame.block.profile.LabelQueries;
import dev.spanflame.block.profile.selector.SelectorParser;
import dev.spanflame.model.BackendException;
import dev.spanflame.model.TimeRange;
import dev.spanflame.model.profile.SeriesLabels;
import dev.spanflame.proto.edge.HttpCall;
import dev.spanflame.proto.edge.HttpReply;
import dev.spanflame.proto.edge.QueryParameters;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.time.InstantSource;
import java.util.List;

/// Label and application lists of Pyroscope's older HTTP API, as arrays of JSON. Thread-safe.
///
/// All take `from` and `until`, the last hour where they are missing, and a selector `query`.
final class LegacyRoutes {
    private static final JsonFactory JSON = new JsonFactory();

    private final ProfileQueries queries;
    private final InstantSource clock;

    LegacyRoutes(ProfileQueries queries, InstantSource clock) {
        this.queries = queries;
        this.clock = clock;
    }

    /// Names of labels: `["region","service_name"]`.
    HttpReply labels(HttpCall call) throws IOException {
        Window window = window(call.query());
        TimeRange range = window.nanos();
        List<LabelMatcher> matchers = matchers(call.query());
        return array(
                queries.ask(call.caller(), window, partitions -> LabelQueries.names(partitions, matchers, range)), "");
    }

    /// Values of the label `label`; those of `__name__` are ids of profile types.
    HttpReply values(HttpCall call) throws IOException {
        String label = call.query().firstOr("label", "");
        if (label.isEmpty()) {
            throw BackendException.badRequest(
                    "missing_label_name", "parameter 'label' is missing; expected the name of a label");
        }
        Window window = window(call.query());
        TimeRange range = window.nanos();
        List<LabelMatcher> matchers = matchers(call.query());
        List<String> values = queries.ask(
                call.caller(),
                window,
                partitions -> LabelQueries.values(
                        partitions,
                        label.equals(SeriesLabels.NAME) ? SeriesLabels.PROFILE_TYPE : label,
                        matchers,
                        range));
        return array(values, "");
    }

    /// Services: `[{"name":"checkout"}]`.
    HttpReply apps(HttpCall call) throws IOException {
        Window window = window(call.query());
        TimeRange range = window.nanos();
        List<LabelMatcher> matchers = matchers(call.query());
        return array(
                queries.ask(
                        call.caller(),
                        window,
                        partitions -> LabelQueries.values(partitions, SeriesLabels.SERVICE, matchers, range)),
                "name");
    }

    private Window window(QueryParameters query) {
        if (query.firstOr("from", "").isEmpty() && query.firstOr("until", "").isEmpty()) {
            long now = clock.instant().toEpochMilli();
            return Window.of(Math.max(1, now - LabelRpcs.HOUR_MILLIS), now);
        }
        return new RenderParameters(query, clock).window("from", "until");
    }

    private static List<LabelMatcher> matchers(QueryParameters query) {
        String selector = query.firstOr("query", "");
        return selector.isBlank() ? List.of() : SelectorParser.parse(selector);
    }

    /// Texts, or objects with one field where `field` is not empty.
    private static HttpReply array(List<String> texts, String field) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (JsonGenerator json = JSON.createGenerator(out)) {
            json.writeStartArray();
            for (String text : texts) {
                if (field.isEmpty()) {
                    json.writeString(text);
                } else {
                    json.writeStartObject();
                    json.writeStringField(field, text);
                    json.writeEndObject();
                }
            }
            json.writeEndArray();
        }
        return HttpReply.json(out.toByteArray());
    }
}
