package dev.spanflame.querier.links;

import java.util.ArrayList;
import java.util.List;

/// An attribute of a span or its resource, and the name of the field or label that has its value elsewhere,
/// as Grafana's `tags: [{key, value}]`.
public record TagMapping(String key, String field) {
    /// What [#parse] asks for, to be put behind the name of a key.
    public static final String EXPECTED = "must be attributes such as: service.name=service_name, k8s.pod.name=pod";

    /// Reads `key=field, key=field`; a key alone is its own field. Throws [IllegalArgumentException].
    public static List<TagMapping> parse(String text) {
        List<TagMapping> tags = new ArrayList<>();
        for (String pair : text.split(",", -1)) {
            if (pair.isBlank()) {
                continue;
            }
            int equals = pair.indexOf('=');
            String key = (equals < 0 ? pair : pair.substring(0, equals)).strip();
            String field = equals < 0 ? key : pair.substring(equals + 1).strip();
            if (key.isEmpty() || field.isEmpty()) {
                throw new IllegalArgumentException(EXPECTED);
            }
            tags.add(new TagMapping(key, field));
        }
        return List.copyOf(tags);
    }

    /// Whether [#parse] reads `text`.
    public static boolean isValid(String text) {
        try {
            parse(text);
            return true;
        } catch (IllegalArgumentException _) {
            return false;
        }
    }

    /// The same with a name that Prometheus and Loki know as one of a label.
    TagMapping asLabel() {
        return new TagMapping(key, field.replaceAll("[^A-Za-z0-9_]", "_"));
    }
}
