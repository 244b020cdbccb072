package dev.spanflame.server.config.load;

import dev.spanflame.server.config.Configuration;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/// One thing that can be set.
///
/// @param path         dotted path in the file, which is also the flag: `flush.max-age`
/// @param type         Java type of the value
/// @param defaultValue text of the value when nothing is set
public record Key(String path, Type type, String defaultValue) {
    /// Environment variable: `SPANFLAME_FLUSH_MAX_AGE`.
    public String environment() {
        return "SPANFLAME_" + path.toUpperCase(Locale.ROOT).replace('.', '_').replace('-', '_');
    }

    /// Flag: `--flush.max-age`.
    public String flag() {
        return "--" + path;
    }

    /// All keys, in the order of the records.
    public static List<Key> all() {
        List<Key> keys = new ArrayList<>();
        collect("", Configuration.defaults(), keys);
        return List.copyOf(keys);
    }

    private static void collect(String prefix, Record defaults, List<Key> keys) {
        for (RecordComponent component : defaults.getClass().getRecordComponents()) {
            String path = prefix + kebab(component.getName());
            Object value = Records.get(component, defaults);
            if (isSection(component.getType()) && value instanceof Record section) {
                collect(path + ".", section, keys);
            } else {
                keys.add(new Key(path, component.getGenericType(), Values.print(value)));
            }
        }
    }

    /// Whether a component of this type is a section of its own rather than a value.
    static boolean isSection(Class<?> type) {
        return type.isRecord() && !Values.isValue(type);
    }

    /// `maxAge` as `max-age`.
    static String kebab(String name) {
        StringBuilder out = new StringBuilder();
        for (int i = 0; i < name.length(); i++) {
            char c = name.charAt(i);
            if (Character.isUpperCase(c)) {
                out.append('-').append(Character.toLowerCase(c));
            } else {
                out.append(c);
            }
        }
        return out.toString();
    }
}
