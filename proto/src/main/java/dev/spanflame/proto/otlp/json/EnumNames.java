package dev.spanflame.proto.otlp.json;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.opentelemetry.proto.trace.v1.Span.SpanKind;
import io.opentelemetry.proto.trace.v1.Status.StatusCode;
import java.io.IOException;
import java.util.HashMap;
import java.util.Map;

/// Names and numbers of OTLP's enums.
final class EnumNames {
    /// What an unknown name becomes: a number that no enum has.
    private static final long UNKNOWN = -1;

    private static final Map<String, Integer> KINDS = new HashMap<>();
    private static final Map<String, Integer> CODES = new HashMap<>();

    static {
        for (SpanKind kind : SpanKind.values()) {
            if (kind != SpanKind.UNRECOGNIZED) {
                KINDS.put(kind.name(), kind.getNumber());
            }
        }
        for (StatusCode code : StatusCode.values()) {
            if (code != StatusCode.UNRECOGNIZED) {
                CODES.put(code.name(), code.getNumber());
            }
        }
    }

    private EnumNames() {}

    /// Number of the span kind at the cursor, given as number or name.
    static long spanKind(JsonParser json) throws IOException {
        return number(json, "kind", KINDS);
    }

    /// Number of the status code at the cursor, given as number or name.
    static long statusCode(JsonParser json) throws IOException {
        return number(json, "code", CODES);
    }

    private static long number(JsonParser json, String field, Map<String, Integer> names) throws IOException {
        if (json.currentToken() == JsonToken.VALUE_STRING) {
            Integer known = names.get(json.getText());
            return known == null ? UNKNOWN : known;
        }
        long number = JsonTokens.signed(json, field);
        if (number != (int) number) {
            throw JsonTokens.refused(json, field, "a 32-bit number");
        }
        return number;
    }
}
