package dev.spanflame.block.overrides;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.MapperFeature;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.SerializerProvider;
import com.fasterxml.jackson.databind.cfg.CoercionAction;
import com.fasterxml.jackson.databind.cfg.CoercionInputShape;
import com.fasterxml.jackson.databind.deser.std.StdScalarDeserializer;
import com.fasterxml.jackson.databind.exc.MismatchedInputException;
import com.fasterxml.jackson.databind.exc.UnrecognizedPropertyException;
import com.fasterxml.jackson.databind.exc.ValueInstantiationException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.module.SimpleModule;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.ser.std.StdScalarSerializer;
import com.fasterxml.jackson.databind.type.LogicalType;
import dev.spanflame.model.BackendException;
import dev.spanflame.traceql.syntax.DurationText;
import java.io.IOException;
import java.time.Duration;
import java.util.Collection;
import java.util.Map;
import java.util.OptionalLong;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// JSON of [Overrides] as Tempo's API has it: snake_case names, durations such as `1m30s` or as numbers of
/// nanoseconds.
///
/// Reading is strict: an unknown name, a name that comes twice, and a value of another type are refused.
public final class OverridesJson {
    private static final int MAX_MESSAGE = 600;

    private static final JsonMapper MAPPER = mapper();

    private OverridesJson() {}

    private static JsonMapper mapper() {
        SimpleModule durations = new SimpleModule()
                .addSerializer(new DurationWriter())
                .addDeserializer(Duration.class, new DurationReader());
        JsonMapper.Builder builder = JsonMapper.builder()
                .addModule(durations)
                .propertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE)
                .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
                .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
                .disable(DeserializationFeature.ACCEPT_FLOAT_AS_INT)
                .disable(MapperFeature.ALLOW_COERCION_OF_SCALARS)
                .withCoercionConfig(
                        LogicalType.Textual,
                        config -> config.setCoercion(CoercionInputShape.Integer, CoercionAction.Fail)
                                .setCoercion(CoercionInputShape.Float, CoercionAction.Fail)
                                .setCoercion(CoercionInputShape.Boolean, CoercionAction.Fail));
        JsonMapper made = builder.build();
        made.getFactory()
                .setStreamReadConstraints(
                        StreamReadConstraints.builder().maxNestingDepth(50).build());
        return made;
    }

    /// Reads and checks what a caller sent; throws [BackendException] of kind BAD_REQUEST that names the
    /// place.
    public static Overrides parse(byte[] json) {
        try {
            Overrides read = MAPPER.readValue(json, Overrides.class);
            if (read == null) {
                throw BackendException.badRequest(
                        "invalid_overrides", "overrides are a JSON object, not null; DELETE takes them away");
            }
            return OverridesRules.checked(read);
        } catch (IOException e) {
            throw refused(e);
        }
    }

    /// `current` with the JSON merge patch `patch` (RFC 7386) applied; throws as [#parse].
    public static Overrides merge(Overrides current, byte[] patch) {
        try {
            JsonNode change = MAPPER.readTree(patch);
            if (!change.isObject()) {
                throw BackendException.badRequest(
                        "invalid_overrides", "a patch of overrides is a JSON object; see RFC 7386");
            }
            ObjectNode merged = MAPPER.valueToTree(current);
            apply(merged, (ObjectNode) change);
            return parse(MAPPER.writeValueAsBytes(merged));
        } catch (IOException e) {
            throw refused(e);
        }
    }

    private static void apply(ObjectNode target, ObjectNode patch) {
        for (Map.Entry<String, JsonNode> field : patch.properties()) {
            JsonNode value = field.getValue();
            if (value.isNull()) {
                target.remove(field.getKey());
            } else if (value.isObject()) {
                JsonNode there = target.get(field.getKey());
                ObjectNode inner =
                        there != null && there.isObject() ? (ObjectNode) there : target.putObject(field.getKey());
                apply(inner, (ObjectNode) value);
            } else {
                target.set(field.getKey(), value);
            }
        }
    }

    /// Reads what was stored, perhaps by a newer program, whose keys are passed over.
    static Overrides stored(byte[] json) throws IOException {
        return MAPPER.readerFor(Overrides.class)
                .without(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
                .readValue(json);
    }

    /// JSON of `overrides`: what is not set is left out, the objects around it are there.
    public static byte[] print(Overrides overrides) {
        try {
            return MAPPER.writeValueAsBytes(overrides);
        } catch (JacksonException e) {
            throw new IllegalStateException("own record cannot be written as JSON", e);
        }
    }

    private static BackendException refused(IOException failure) {
        String place = failure instanceof JsonMappingException mapping ? place(mapping) : "";
        String trouble = switch (failure) {
            case UnrecognizedPropertyException unknown ->
                "is no key of user-configurable overrides; known beside it are "
                        + unknown.getKnownPropertyIds().stream()
                                .map(Object::toString)
                                .sorted()
                                .collect(Collectors.joining(", "));
            case MismatchedInputException mismatch -> "is " + expected(mismatch.getTargetType());
            case ValueInstantiationException made
            when made.getCause() != null -> "is refused: " + made.getCause().getMessage();
            // limits are told with the method that sets them
            case JacksonException json -> json.getOriginalMessage().replaceAll(", from `[^`]*`", "");
            default -> String.valueOf(failure.getMessage());
        };
        String message = "invalid overrides: " + (place.isEmpty() ? "" : place + " ") + trouble;
        return BackendException.badRequest(
                "invalid_overrides",
                message.length() > MAX_MESSAGE ? message.substring(0, MAX_MESSAGE) + "..." : message);
    }

    /// What a value is not, in the words of JSON.
    private static String expected(@Nullable Class<?> type) {
        if (type == null) {
            return "not what is expected here";
        }
        if (type == String.class || type == Duration.class) {
            return "no text";
        }
        if (type == Boolean.class) {
            return "neither true nor false";
        }
        if (Number.class.isAssignableFrom(type)) {
            return type == Double.class ? "no number" : "no whole number";
        }
        return Collection.class.isAssignableFrom(type) ? "no list" : "no object";
    }

    private static String place(JsonMappingException failure) {
        return failure.getPath().stream()
                .map(step -> step.getFieldName() == null ? "[" + step.getIndex() + "]" : step.getFieldName())
                .collect(Collectors.joining("."));
    }

    /// Writes durations in Go's notation.
    private static final class DurationWriter extends StdScalarSerializer<Duration> {
        private static final long serialVersionUID = 1L;

        DurationWriter() {
            super(Duration.class);
        }

        @Override
        public void serialize(Duration value, JsonGenerator json, SerializerProvider provider) throws IOException {
            json.writeString(DurationText.of(value.toNanos()));
        }
    }

    /// Reads durations.
    private static final class DurationReader extends StdScalarDeserializer<Duration> {
        private static final long serialVersionUID = 1L;

        DurationReader() {
            super(Duration.class);
        }

        @Override
        public Duration deserialize(JsonParser json, DeserializationContext context) throws IOException {
            if (json.currentToken() == JsonToken.VALUE_NUMBER_INT) {
                return Duration.ofNanos(json.getLongValue());
            }
            OptionalLong nanos = json.currentToken() == JsonToken.VALUE_STRING
                    ? DurationText.parse(json.getText())
                    : OptionalLong.empty();
            if (nanos.isEmpty()) {
                throw JsonMappingException.from(json, "is no duration; expected a text such as 1m30s");
            }
            return Duration.ofNanos(nanos.getAsLong());
        }
    }
}
