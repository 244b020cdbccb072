package dev.spanflame.proto.pyroscope;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import dev.spanflame.model.BackendException;
import dev.spanflame.model.profile.SampleType;
import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// Finds the name of the profile that a pprof form brings, which the form itself does not say.
///
/// The part `sample_type_config` may give sample types another name for this:
/// `{"alloc_samples": {"units": "objects", "display-name": "alloc_objects"}}`.
final class SampleTypeNames {
    private static final JsonFactory JSON = new JsonFactory();
    private static final int MAX_BYTES = 64 << 10;

    private final Map<String, String> displayNames;

    private SampleTypeNames(Map<String, String> displayNames) {
        this.displayNames = displayNames;
    }

    /// Names without a configuration.
    static SampleTypeNames plain() {
        return new SampleTypeNames(Map.of());
    }

    /// Names by a configuration; throws [BackendException] of kind UNPROCESSABLE when it is not valid.
    static SampleTypeNames parse(byte[] json) {
        if (json.length > MAX_BYTES) {
            throw malformed("it has more than " + MAX_BYTES + " bytes");
        }
        Map<String, String> names = new HashMap<>();
        try (JsonParser parser = JSON.createParser(json)) {
            if (parser.nextToken() != JsonToken.START_OBJECT) {
                throw malformed("expected an object");
            }
            while (parser.nextToken() == JsonToken.FIELD_NAME) {
                readType(parser, parser.currentName(), names);
            }
        } catch (IOException e) {
            throw malformed(String.valueOf(e.getMessage()));
        }
        return new SampleTypeNames(names);
    }

    private static void readType(JsonParser parser, String type, Map<String, String> names) throws IOException {
        if (parser.nextToken() != JsonToken.START_OBJECT) {
            throw malformed("expected an object for '" + type + "'");
        }
        while (parser.nextToken() == JsonToken.FIELD_NAME) {
            String field = parser.currentName();
            if (parser.nextToken() == JsonToken.VALUE_STRING && field.equals("display-name")) {
                names.put(type, parser.getText());
            } else {
                parser.skipChildren();
            }
        }
    }

    /// Name of the profile with these sample types.
    String profileName(List<SampleType> types) {
        for (SampleType type : types) {
            if (displayName(type).equals("wall")) {
                return "wall";
            }
        }
        for (SampleType type : types) {
            String name = guess(displayName(type));
            if (!name.isEmpty()) {
                return name;
            }
        }
        return types.getFirst().type();
    }

    private String displayName(SampleType type) {
        return displayNames.getOrDefault(type.type(), type.type());
    }

    private static String guess(String type) {
        if (type.contains("cpu")) {
            return "process_cpu";
        }
        if (type.contains("alloc_") || type.contains("inuse_") || type.contains("space") || type.contains("objects")) {
            return "memory";
        }
        if (type.contains("mutex_")) {
            return "mutex";
        }
        if (type.contains("block_")) {
            return "block";
        }
        return type.contains("goroutines") ? "goroutines" : "";
    }

    private static BackendException malformed(String why) {
        return Unprocessable.because("malformed_form", "part sample_type_config is not valid JSON: " + why);
    }
}
