package dev.spanflame.server.config.generator;

import java.util.ArrayList;
import java.util.List;

/// Reads values that are lists: texts divided by commas.
public final class Listing {
    private Listing() {}

    /// The texts, without the blanks around them; none for an empty value.
    public static List<String> of(String text) {
        List<String> parts = new ArrayList<>();
        for (String part : text.split(",", -1)) {
            if (!part.isBlank()) {
                parts.add(part.strip());
            }
        }
        return List.copyOf(parts);
    }
}
