package dev.spanflame.server.config.load;

import dev.spanflame.server.config.Configuration;
import dev.spanflame.server.config.value.ByteSize;
import dev.spanflame.server.config.value.HostPort;
import dev.spanflame.server.config.value.Secret;
import dev.spanflame.server.config.value.TimeSpan;
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
            case "metrics-generator.processors" -> "span-metrics";
            case "metrics-generator.trace-id-label", "metrics-generator.host-metric" -> "other";
            case "metrics-generator.external-labels" -> "cluster=eu";
            case "metrics-generator.span-metrics.intrinsic-dimensions" -> "service";
            case "metrics-generator.span-metrics.dimension-mappings" -> "where=a/b";
            case "metrics-generator.service-graphs.peers" -> "http://other:4318";
            case "metrics-generator.service-graphs.self" -> "http://other:4318";
            case "metrics-generator.remote-write.url" -> "http://other:9090/api/v1/write";
            case "metrics-generator.remote-write.headers" -> "X-Other: other";
            case "metrics-generator.span-metrics.histogram-buckets",
                    "metrics-generator.service-graphs.histogram-buckets" -> "1,2";
            case "metrics-generator.span-metrics.include",
                    "metrics-generator.span-metrics.include-any",
                    "metrics-generator.span-metrics.exclude",
                    "metrics-generator.service-graphs.include",
                    "metrics-generator.service-graphs.include-any",
                    "metrics-generator.service-graphs.exclude" -> "name = \"other\"";
            case "s3.endpoint",
                    "symbols.debuginfod",
                    "links.base-url",
                    "links.grafana-url",
                    "links.logs.url",
                    "source-view.web-url",
                    "source-view.api-url" -> "https://other.example/";
            case "http.path-prefix" -> "/other";
            case "agents.control" -> "interval=20ms";
            case "tls.ports" -> "admin";
            case "compaction.downsample-profiles-after" -> "30d";
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
                    yield text + "other-than-before";
                }
                Object[] constants = ((Class<?>) type).getEnumConstants();
                yield Values.print(constants[constants.length - 1]);
            }
        };
    }

    /// YAML of keys in their order, nested by their dots.
    static void yaml(StringBuilder out, String indent, Map<String, String> keys) {
        Map<String, Map<String, String>> sections = new LinkedHashMap<>();
        keys.forEach((key, value) -> {
            int dot = key.indexOf('.');
            if (dot < 0) {
                out.append(indent).append(key).append(": '").append(value).append("'\n");
            } else {
                sections.computeIfAbsent(key.substring(0, dot), _ -> new LinkedHashMap<>())
                        .put(key.substring(dot + 1), value);
            }
        });
        sections.forEach((name, section) -> {
            out.append(indent).append(name).append(":\n");
            yaml(out, indent + "  ", section);
        });
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
