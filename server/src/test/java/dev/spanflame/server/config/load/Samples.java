package dev.spanflame.server.config.load;

import dev.spanflame.server.config.ByteSize;
import dev.spanflame.server.config.Configuration;
import dev.spanflame.server.config.HostPort;
import dev.spanflame.server.config.Secret;
import dev.spanflame.server.config.TimeSpan;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;

/// Values other than the defaults, for every key.
final class Samples {
    private Samples() {}

    /// A valid value of `key` that is not its default.
    static String other(Key key) {
        Type type = key.type();
        String text = key.defaultValue();
        return switch (key.path()) {
            case "store" -> "s3://bucket/prefix";
            case "s3.endpoint" -> "https://s3.example";
            case "symbols.debuginfod" -> "https://debuginfod.example";
            default -> {
                if (type == boolean.class) {
                    yield Boolean.toString(!Boolean.parseBoolean(text));
                }
                if (type == int.class) {
                    yield Integer.toString(Integer.parseInt(text) + 1);
                }
                if (type == ByteSize.class) {
                    yield new ByteSize(ByteSize.parse(text).bytes() * 2 + 4096).toString();
                }
                if (type == Duration.class) {
                    yield TimeSpan.print(TimeSpan.parse(text).plusSeconds(61));
                }
                if (type == HostPort.class) {
                    yield "[::1]:1" + HostPort.parse(text).port();
                }
                if (type == Path.class || type == String.class || type == Secret.class) {
                    yield text + "other";
                }
                Object[] constants = ((Class<?>) type).getEnumConstants();
                yield Values.print(constants[constants.length - 1]);
            }
        };
    }

    /// YAML of keys in their order, nested by their dots.
    static void yaml(StringBuilder out, String indent, Map<String, String> keys) {
        String section = "";
        for (Map.Entry<String, String> entry : keys.entrySet()) {
            int dot = entry.getKey().indexOf('.');
            String head = dot < 0 ? "" : entry.getKey().substring(0, dot);
            if (!head.equals(section) && !head.isEmpty()) {
                out.append(indent).append(head).append(":\n");
            }
            section = head;
            String name = entry.getKey().substring(dot + 1);
            out.append(indent).append(dot < 0 ? "" : "  ").append(name).append(": '");
            out.append(entry.getValue()).append("'\n");
        }
    }

    /// Texts of all values, secrets in the clear.
    static Map<String, String> texts(Configuration configuration) {
        Map<String, String> texts = new LinkedHashMap<>();
        collect("", configuration, texts);
        return texts;
    }

    private static void collect(String prefix, Record section, Map<String, String> texts) {
        for (RecordComponent component : section.getClass().getRecordComponents()) {
            String path = prefix + Key.kebab(component.getName());
            Object value = Records.get(component, section);
            if (Key.isSection(component.getType()) && value instanceof Record nested) {
                collect(path + ".", nested, texts);
            } else {
                texts.put(path, value instanceof Secret(String secret) ? secret : Values.print(value));
            }
        }
    }
}
