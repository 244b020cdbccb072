package dev.spanflame.proto.otlp.json;

import com.fasterxml.jackson.core.JsonEncoding;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import dev.spanflame.model.trace.Trace;
import dev.spanflame.proto.edge.ProtoJson;
import dev.spanflame.proto.tempopb.TraceByIDResponse;
import java.io.IOException;
import java.io.OutputStream;

/// Writes traces as the JSON that Tempo's API answers with, and as true OTLP/JSON.
///
/// Tempo's form is proto3 JSON: ids in base64, enums by name, 64-bit numbers as text, defaults left out.
/// OTLP/JSON has ids in hexadecimal and enums as numbers. In both, `resource`, `scope` and `status` are
/// always there. Output is UTF-8, written as it is made; the stream stays open.
public final class TraceJson {
    private TraceJson() {}

    /// Answer of `GET /api/traces/{id}`: `{"batches":[...]}`.
    public static void writeTempoV1(Trace trace, OutputStream out) throws IOException {
        try (JsonGenerator json = generator(out)) {
            json.writeStartObject();
            new TraceJsonWriter(json, IdForm.BASE64).write("batches", trace);
            json.writeEndObject();
        }
    }

    /// Answer of `GET /api/v2/traces/{id}`: `{"trace":{"resourceSpans":[...]},"metrics":...}`, where all
    /// but the trace comes from `rest`.
    public static void writeTempoV2(Trace trace, TraceByIDResponse rest, OutputStream out) throws IOException {
        byte[] others = ProtoJson.print(rest.toBuilder().clearTrace().build());
        try (JsonGenerator json = generator(out);
                JsonParser fields = JsonFactories.TRUSTED.createParser(others)) {
            json.writeStartObject();
            json.writeObjectFieldStart("trace");
            new TraceJsonWriter(json, IdForm.BASE64).write("resourceSpans", trace);
            json.writeEndObject();
            fields.nextToken();
            while (fields.nextToken() != JsonToken.END_OBJECT) {
                json.copyCurrentStructure(fields);
            }
            json.writeEndObject();
        }
    }

    /// Tempo's form for language models: `{"trace":{...},"metrics":...}`, where all but the trace comes
    /// from `rest`. A complete answer says so by `"status":"COMPLETE"`.
    public static void writeLlm(Trace trace, TraceByIDResponse rest, OutputStream out) throws IOException {
        try (JsonGenerator json = generator(out)) {
            json.writeStartObject();
            json.writeFieldName("trace");
            new LlmTraceWriter(json).write(trace);
            json.writeObjectFieldStart("metrics");
            json.writeNumberField("inspectedBytes", rest.getMetrics().getInspectedBytes());
            json.writeEndObject();
            json.writeStringField("status", rest.getStatus().name());
            if (!rest.getMessage().isEmpty()) {
                json.writeStringField("message", rest.getMessage());
            }
            json.writeEndObject();
        }
    }

    /// OTLP/JSON `TracesData`: `{"resourceSpans":[...]}`.
    public static void writeOtlp(Trace trace, OutputStream out) throws IOException {
        try (JsonGenerator json = generator(out)) {
            json.writeStartObject();
            new TraceJsonWriter(json, IdForm.HEX).write("resourceSpans", trace);
            json.writeEndObject();
        }
    }

    private static JsonGenerator generator(OutputStream out) throws IOException {
        return JsonFactories.TRUSTED
                .createGenerator(out, JsonEncoding.UTF8)
                .disable(JsonGenerator.Feature.AUTO_CLOSE_TARGET);
    }
}
