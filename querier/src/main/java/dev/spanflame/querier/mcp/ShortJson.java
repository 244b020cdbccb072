package dev.spanflame.querier.mcp;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/// Makes JSON as short as an answer may be, and valid still: long texts are cut and lists shortened, as
/// little as is enough. Of spans those that failed stay, then those that took longest.
final class ShortJson {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int[] LIST_LENGTHS = {300, 150, 80, 40, 20, 10, 5, 2, 1};
    private static final int MAX_TEXT = 400;
    private static final int LEAST_SAMPLES = 24;

    private final int listLength;
    private final Map<String, Integer> leftOut = new TreeMap<>();
    private int cutTexts;

    private ShortJson(int listLength) {
        this.listLength = listLength;
    }

    /// A text of bounded length, and what is missing in it.
    record Shortened(String text, Optional<String> missing) {}

    /// `json` in at most `maxChars` characters.
    static Shortened of(JsonNode json, int maxChars) throws JsonProcessingException {
        String whole = JSON.writeValueAsString(json);
        if (whole.length() <= maxChars) {
            return new Shortened(whole, Optional.empty());
        }
        for (int length : LIST_LENGTHS) {
            ShortJson attempt = new ShortJson(length);
            String text = JSON.writeValueAsString(attempt.copy("", json));
            if (text.length() <= maxChars) {
                return new Shortened(text, Optional.of(attempt.missing()));
            }
        }
        return new Shortened(
                whole.substring(0, maxChars),
                Optional.of("The answer was cut in its middle, so that it is no valid JSON."));
    }

    private String missing() {
        List<String> parts = new ArrayList<>();
        leftOut.forEach((name, count) -> parts.add(count + " of " + (name.isEmpty() ? "the list" : "'" + name + "'")));
        if (cutTexts > 0) {
            parts.add("the ends of " + cutTexts + " long texts");
        }
        return "The answer was shortened; left out are " + String.join(", ", parts) + ".";
    }

    private JsonNode copy(String name, JsonNode json) {
        if (json.isObject()) {
            ObjectNode copy = JsonNodeFactory.instance.objectNode();
            json.properties().forEach(field -> copy.set(field.getKey(), copy(field.getKey(), field.getValue())));
            return copy;
        }
        if (json.isArray()) {
            return list(name, json);
        }
        if (json.isTextual() && json.asText().length() > MAX_TEXT) {
            cutTexts++;
            return JsonNodeFactory.instance.textNode(json.asText().substring(0, MAX_TEXT) + "...");
        }
        return json;
    }

    private ArrayNode list(String name, JsonNode json) {
        int most = name.equals("samples") ? Math.max(listLength, LEAST_SAMPLES) : listLength;
        ArrayNode copy = JsonNodeFactory.instance.arrayNode();
        if (json.size() <= most) {
            json.forEach(element -> copy.add(copy(name, element)));
            return copy;
        }
        leftOut.merge(name, json.size() - most, Integer::sum);
        Set<Integer> kept = name.equals("spans") ? important(json, most) : Set.of();
        for (int i = 0; i < json.size() && copy.size() < most; i++) {
            if (kept.isEmpty() || kept.contains(i)) {
                copy.add(copy(name, json.get(i)));
            }
        }
        return copy;
    }

    private static Set<Integer> important(JsonNode spans, int most) {
        List<Integer> order = new ArrayList<>();
        for (int i = 0; i < spans.size(); i++) {
            order.add(i);
        }
        order.sort(Comparator.<Integer, Boolean>comparing(
                        i -> !spans.get(i).path("status").path("code").asText().contains("ERROR"))
                .thenComparing(i -> -spans.get(i).path("durationMs").asDouble()));
        return new HashSet<>(order.subList(0, most));
    }
}
