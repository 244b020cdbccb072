package dev.spanflame.proto.otlp.json;

import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import dev.spanflame.model.BackendException;
import dev.spanflame.proto.wire.WireWriter;
import java.io.CharConversionException;
import java.io.IOException;
import java.io.UncheckedIOException;

/// One request in OTLP/JSON on its way to protobuf.
final class JsonRequest {
    /// Messages inside each other, as for protobuf.
    static final int MAX_DEPTH = 100;

    private JsonRequest() {}

    /// Translates the object at the cursor of `json`, field by field.
    @FunctionalInterface
    interface Translation {
        void translate(JsonParser json, WireWriter out) throws IOException;
    }

    /// Protobuf bytes of `request`, which is one object and nothing else.
    ///
    /// Throws [BackendException] of kind BAD_REQUEST and reason `malformed_json` that names line and
    /// column.
    static byte[] toProtobuf(byte[] request, Translation translation) {
        try (JsonParser json = JsonFactories.UNTRUSTED.createParser(request)) {
            WireWriter out = new WireWriter(request.length / 2);
            read(json, out, translation);
            return out.toByteArray();
        } catch (CharConversionException e) {
            // bytes that begin like UTF-16 or UTF-32 are read as that
            throw BackendException.badRequest(
                    "malformed_json", "request is not valid OTLP/JSON, which is UTF-8: " + e.getMessage());
        } catch (IOException e) {
            throw new UncheckedIOException("reading from memory failed", e);
        }
    }

    private static void read(JsonParser json, WireWriter out, Translation translation) throws IOException {
        try {
            json.nextToken();
            translation.translate(json, out);
            if (json.nextToken() != null) {
                throw JsonTokens.refused(json, "what follows the request", "the end");
            }
        } catch (JsonProcessingException e) {
            JsonLocation place = e.getLocation() == null ? json.currentLocation() : e.getLocation();
            throw BackendException.badRequest(
                    "malformed_json",
                    "request is not valid OTLP/JSON: at line %d, column %d: %s"
                            .formatted(place.getLineNr(), place.getColumnNr(), e.getOriginalMessage()));
        }
    }
}
