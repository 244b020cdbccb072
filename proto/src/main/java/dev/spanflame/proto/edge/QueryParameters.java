package dev.spanflame.proto.edge;

import dev.spanflame.model.BackendException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// Decoded parameters of a URL query (`a=1&b=2&a=3`), in order, names may repeat. Immutable.
public final class QueryParameters {
    /// No parameter.
    public static final QueryParameters EMPTY = new QueryParameters("", Map.of());

    private final String raw;
    private final Map<String, List<String>> values;

    private QueryParameters(String raw, Map<String, List<String>> values) {
        this.raw = raw;
        this.values = values;
    }

    /// Parses the raw text after `?`; `+` is a space.
    ///
    /// Throws [BackendException] of kind BAD_REQUEST on a broken percent escape.
    public static QueryParameters parse(String raw) {
        Map<String, List<String>> values = new LinkedHashMap<>();
        for (String pair : raw.split("&")) {
            if (!pair.isEmpty()) {
                int equals = pair.indexOf('=');
                String name = decode(equals < 0 ? pair : pair.substring(0, equals));
                String value = equals < 0 ? "" : decode(pair.substring(equals + 1));
                values.computeIfAbsent(name, _ -> new ArrayList<>()).add(value);
            }
        }
        return new QueryParameters(raw, values);
    }

    /// The text it was parsed from.
    public String raw() {
        return raw;
    }

    /// First value of `name`; an empty value counts as present.
    public Optional<String> first(String name) {
        List<String> all = values.get(name);
        return all == null ? Optional.empty() : Optional.of(all.getFirst());
    }

    /// First value of `name`, or `fallback` when it is absent or empty.
    public String firstOr(String name, String fallback) {
        return first(name).filter(value -> !value.isEmpty()).orElse(fallback);
    }

    /// All values of `name`.
    public List<String> all(String name) {
        return List.copyOf(values.getOrDefault(name, List.of()));
    }

    /// Names in order of their first appearance.
    public Set<String> names() {
        return values.keySet();
    }

    private static String decode(String text) {
        try {
            return URLDecoder.decode(text, StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            throw BackendException.badRequest(
                    "invalid_query", "broken percent escape in the URL query: " + e.getMessage());
        }
    }
}
