package dev.spanflame.generator.span;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/// A label made of several attributes: their texts, those that are there, joined.
///
/// @param label name of the label, before it is made fit
/// @param keys  attributes of resource or span
/// @param join  what is written between two texts
public record DimensionMapping(String label, List<String> keys, String join) {
    /// Copies the list.
    public DimensionMapping {
        keys = List.copyOf(keys);
    }

    /// Reads `label=key+key`, or `label=key/key`: the first character that is `+`, `/` or `:`
    /// divides the keys and is what joins their texts, except `+`, which joins by nothing. Several
    /// mappings are divided by commas.
    ///
    /// Throws [IllegalArgumentException] that says what is expected.
    public static List<DimensionMapping> parse(List<String> texts) {
        List<DimensionMapping> mappings = new ArrayList<>();
        for (String text : texts) {
            int equals = text.indexOf('=');
            if (equals <= 0 || equals == text.length() - 1) {
                throw new IllegalArgumentException("has '" + text + "'; expected label=key/key");
            }
            String keys = text.substring(equals + 1);
            String divider = divider(keys);
            List<String> parts = new ArrayList<>();
            for (String key : divider.isEmpty() ? new String[] {keys} : keys.split(Pattern.quote(divider), -1)) {
                parts.add(key.strip());
            }
            if (parts.contains("")) {
                throw new IllegalArgumentException("has '" + text + "' with a key that is empty");
            }
            mappings.add(
                    new DimensionMapping(text.substring(0, equals).strip(), parts, divider.equals("+") ? "" : divider));
        }
        return List.copyOf(mappings);
    }

    private static String divider(String keys) {
        for (int i = 0; i < keys.length(); i++) {
            if ("+/:".indexOf(keys.charAt(i)) >= 0) {
                return String.valueOf(keys.charAt(i));
            }
        }
        return "";
    }
}
