package dev.spanflame.querier.tempo.diff;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.spanflame.model.BackendException;
import dev.spanflame.model.trace.TraceId;
import java.io.IOException;

/// Which two traces, and how the difference is told. Fields of other names are ignored.
///
/// The bounds `start` and `end` of either side (seconds) are checked and otherwise not needed: the whole
/// trace is found in any case.
record DiffRequest(TraceId base, TraceId compare, DiffFormat format) {
    private static final ObjectMapper JSON = new ObjectMapper(JsonFactory.builder()
            .streamReadConstraints(
                    StreamReadConstraints.builder().maxNestingDepth(20).build())
            .build());

    /// Reads a request; throws [BackendException] of kind BAD_REQUEST that names what is wrong.
    static DiffRequest parse(byte[] body) throws IOException {
        JsonNode request = tree(body);
        if (!request.isObject()) {
            throw refused("expected {\"base\":{\"traceId\":\"...\"},\"compare\":{\"traceId\":\"...\"}}");
        }
        DiffFormat format = DiffFormat.of(text(request, "", "format"));
        return new DiffRequest(side(request, "base"), side(request, "compare"), format);
    }

    private static JsonNode tree(byte[] body) throws IOException {
        try {
            return JSON.readTree(body);
        } catch (JacksonException e) {
            throw refused("it is not valid JSON: " + e.getOriginalMessage());
        }
    }

    private static TraceId side(JsonNode request, String name) {
        JsonNode side = request.path(name);
        String id = text(side, name + ".", "traceId");
        if (id.isEmpty()) {
            throw refused(name + ".traceId is missing");
        }
        JsonNode start = time(side, name, "start");
        JsonNode end = time(side, name, "end");
        if (start.isNumber() && end.isNumber() && end.asLong() <= start.asLong()) {
            throw refused(name + ".start is " + start + " and " + name + ".end is " + end
                    + "; expected an end after the start");
        }
        try {
            return TraceId.parse(id);
        } catch (BackendException e) {
            throw refused(name + ".traceId: " + e.text());
        }
    }

    private static String text(JsonNode object, String prefix, String name) {
        JsonNode value = object.path(name);
        if (!value.isMissingNode() && !value.isNull() && !value.isTextual()) {
            throw refused(prefix + name + " is not a text");
        }
        return value.asText("");
    }

    private static JsonNode time(JsonNode side, String name, String bound) {
        JsonNode value = side.path(bound);
        if (!value.isMissingNode() && !value.isNull() && !value.canConvertToExactIntegral()) {
            throw refused(name + "." + bound + " is not a whole number of seconds");
        }
        return value;
    }

    private static BackendException refused(String message) {
        return BackendException.badRequest("invalid_diff_request", "invalid trace diff request: " + message);
    }
}
