package dev.spanflame.server.config.load;

import dev.spanflame.server.config.Configuration;
import java.lang.reflect.RecordComponent;

/// Prints a configuration as YAML that can be read again, with secrets masked.
public final class ConfigPrinter {
    private ConfigPrinter() {}

    /// All keys with their values.
    public static String yaml(Configuration configuration) {
        StringBuilder out = new StringBuilder();
        print(configuration, "", out);
        return out.toString();
    }

    private static void print(Record section, String indent, StringBuilder out) {
        for (RecordComponent component : section.getClass().getRecordComponents()) {
            Object value = Records.get(component, section);
            out.append(indent).append(Key.kebab(component.getName())).append(':');
            if (Key.isSection(component.getType()) && value instanceof Record nested) {
                out.append('\n');
                print(nested, indent + "  ", out);
            } else {
                out.append(' ').append(quoted(Values.print(value))).append('\n');
            }
        }
    }

    private static String quoted(String text) {
        if (!text.isEmpty() && text.chars().allMatch(c -> Character.isLetterOrDigit(c) || "./_-".indexOf(c) >= 0)) {
            return text;
        }
        return "'" + text.replace("'", "''").replace("${", "$${") + "'";
    }
}
