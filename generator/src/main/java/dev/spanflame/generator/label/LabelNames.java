package dev.spanflame.generator.label;

import java.util.Set;

/// Makes names of labels out of keys of attributes.
public final class LabelNames {
    /// What span metrics call their own labels; `le` is a histogram's.
    private static final Set<String> OWN =
            Set.of("service", "span_name", "span_kind", "status_code", "status_message", "le");

    private static final Set<String> OF_TARGETS = Set.of("job", "instance");

    private LabelNames() {}

    /// `key` with `_` for every character that a label name cannot have (Prometheus data model).
    ///
    /// A leading digit gets `key_` before it, and a leading `__`, which Prometheus keeps to itself,
    /// `key`.
    public static String sanitize(String key) {
        StringBuilder out = new StringBuilder(key.length());
        for (int i = 0; i < key.length(); i++) {
            char c = key.charAt(i);
            out.append(isLetterOrDigit(c) ? c : '_');
        }
        String name = out.toString();
        if (name.startsWith("__")) {
            return "key" + name;
        }
        return !name.isEmpty() && name.charAt(0) >= '0' && name.charAt(0) <= '9' ? "key_" + name : name;
    }

    /// The name of a dimension: [#sanitize], and `__` before it where span metrics have a label of
    /// that name.
    public static String dimension(String key) {
        String name = sanitize(key);
        return OWN.contains(name) ? "__" + name : name;
    }

    /// The name of a resource attribute in the target information, which has `job` and `instance`
    /// of its own.
    public static String ofTarget(String key) {
        String name = dimension(key);
        return OF_TARGETS.contains(name) ? "__" + name : name;
    }

    /// Whether `name` can be a label's as it is.
    public static boolean isValid(String name) {
        boolean valid = !name.isEmpty() && !(name.charAt(0) >= '0' && name.charAt(0) <= '9');
        for (int i = 0; i < name.length(); i++) {
            valid &= isLetterOrDigit(name.charAt(i));
        }
        return valid;
    }

    private static boolean isLetterOrDigit(char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_';
    }
}
