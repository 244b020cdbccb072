package dev.spanflame.querier.mcp;

import com.fasterxml.jackson.databind.JsonNode;
import dev.spanflame.model.BackendException;
import dev.spanflame.querier.tempo.parameter.Shown;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.OffsetDateTime;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/// Arguments of one call. What cannot be used is a [BackendException] of kind BAD_REQUEST.
record Arguments(JsonNode object, InstantSource clock) {
    private static final Duration DEFAULT_RANGE = Duration.ofHours(1);

    /// A range of time, the start before the end.
    record Range(Instant start, Instant end) {}

    /// Checks names and types.
    void check(List<Tool.Argument> known) {
        for (Map.Entry<String, JsonNode> field : object.properties()) {
            Tool.Argument argument = known.stream()
                    .filter(one -> one.name().equals(field.getKey()))
                    .findFirst()
                    .orElseThrow(() -> refused("argument '" + Shown.of(field.getKey()) + "' is unknown; there are "
                            + known.stream().map(Tool.Argument::name).collect(Collectors.joining(", "))));
            JsonNode value = field.getValue();
            if (value.isNull()) {
                continue;
            }
            boolean fits = argument.type().equals("integer") ? value.canConvertToExactIntegral() : value.isTextual();
            if (!fits) {
                throw refused("argument '" + argument.name() + "' is no " + argument.type());
            }
            if (!argument.allowed().isEmpty() && !argument.allowed().contains(value.asText())) {
                throw refused("argument '" + argument.name() + "' is '" + Shown.of(value.asText())
                        + "'; expected one of " + String.join(", ", argument.allowed()));
            }
        }
        for (Tool.Argument argument : known) {
            if (argument.required() && text(argument.name()).isEmpty()) {
                throw refused("required argument '" + argument.name() + "' is missing or empty");
            }
        }
    }

    /// A text, or the empty one.
    String text(String name) {
        return object.path(name).asText("");
    }

    /// A text that may be left out.
    String text(String name, String fallback) {
        String text = text(name);
        return text.isEmpty() ? fallback : text;
    }

    /// A whole number from 1 to `most`.
    int count(String name, int fallback, int most) {
        JsonNode value = object.path(name);
        if (!value.isNumber()) {
            return fallback;
        }
        long count = value.asLong();
        if (count < 1 || count > most) {
            throw refused(name + " is " + value + "; expected 1 to " + most);
        }
        return (int) count;
    }

    /// The time between two arguments; the last hour where none is given.
    Range range(String startName, String endName) {
        Instant end = time(endName).orElseGet(clock::instant);
        Instant start = time(startName).orElseGet(() -> end.minus(DEFAULT_RANGE));
        if (!start.isBefore(end)) {
            throw refused(startName + " is " + start + " and " + endName + " is " + end
                    + "; expected a start before the end");
        }
        return new Range(start, end);
    }

    /// A time, if it is given.
    Optional<Instant> time(String name) {
        String text = text(name);
        if (text.isEmpty()) {
            return Optional.empty();
        }
        try {
            return Optional.of(OffsetDateTime.parse(text).toInstant());
        } catch (DateTimeParseException _) {
            throw refused(name + " is '" + Shown.of(text) + "'; expected a time such as 2026-01-31T14:00:00Z");
        }
    }

    static BackendException refused(String message) {
        return BackendException.badRequest("invalid_argument", message);
    }
}
