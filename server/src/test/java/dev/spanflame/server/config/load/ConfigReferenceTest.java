package dev.spanflame.server.config.load;

import static org.assertj.core.api.Assertions.assertThat;

import dev.spanflame.server.config.Configuration;
import dev.spanflame.server.config.value.ByteSize;
import dev.spanflame.server.config.value.HostPort;
import dev.spanflame.server.config.value.Secret;
import java.io.IOException;
import java.lang.reflect.RecordComponent;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/// Keeps `docs/reference/configuration.md` equal to the records: their `@param` lines, types and defaults.
///
/// `-Dspanflame.write=true` writes the page anew.
final class ConfigReferenceTest {
    private static final Path ROOT = Path.of(System.getProperty("spanflame.root", ".."));
    private static final Path PAGE = ROOT.resolve("docs/reference/configuration.md");
    private static final Path SOURCES = Path.of("src/main/java/dev/spanflame/server/config");
    private static final String INTRO = """
            # Configuration

            <!-- made from the records of dev.spanflame.server.config by ConfigReferenceTest; do not edit -->

            Every key can be set in a YAML file (`--config FILE`, or the environment variable `SPANFLAME_CONFIG`, or
            `spanflame.yaml` in the working folder), by an environment variable, and by a flag: `flush.max-age` is
            `SPANFLAME_FLUSH_MAX_AGE` and `--flush.max-age=5m`. A flag wins over the environment, the environment over the
            file, the file over the default.

            In the file, `${NAME}` and `${NAME:-default}` stand for environment variables, and `$${` for a plain `${`. An
            unknown key, a value of the wrong kind, or a value out of its range keeps the server from starting; all problems
            are reported at once, each with its place. So does an environment variable that begins with `SPANFLAME_` and is
            neither a key nor known to the scripts; what Kubernetes sets for a service of this name is left alone.

            Bytes are written `4096`, `64KiB`, `128MiB`, `1GiB` (or `MB`, `GB` for powers of ten), durations `250ms`, `30s`,
            `10m`, `1h30m`, `14d`, addresses `host:port`, `:port` for all interfaces, or `off`.

            The heap of the process is not a key: `bin/spanflame` takes it from `SPANFLAME_HEAP` (default `1g`).
            A process takes 200 to 300 MB beside it. What of it is beyond 96 MiB, or beyond three eighths of a heap
            of less than 256 MiB, is the *shared heap*: some defaults below are parts of it.

            ```yaml
            store: s3://traces/prod
            s3:
              endpoint: http://minio:9000
              access-key: ${S3_ACCESS_KEY}
              secret-key: ${S3_SECRET_KEY}
            retention:
              traces: 30d
            ```
            """;

    @Test
    void thePageSaysWhatTheRecordsSay() throws IOException {
        String made = page();
        if (Boolean.getBoolean("spanflame.write")) {
            Files.createDirectories(PAGE.getParent());
            Files.writeString(PAGE, made);
        }
        assertThat(Files.readString(PAGE))
                .as("run the test with -Dspanflame.write=true")
                .isEqualTo(made);
    }

    private static String page() throws IOException {
        StringBuilder out = new StringBuilder(INTRO);
        section(out, "", Configuration.defaults());
        return out.toString();
    }

    private static void section(StringBuilder out, String prefix, Record defaults) throws IOException {
        Map<String, String> params = new LinkedHashMap<>();
        String summary = read(defaults.getClass(), params);
        out.append("\n## ").append(prefix.isEmpty() ? "General" : "`" + prefix.substring(0, prefix.length() - 1) + "`");
        out.append("\n\n");
        if (!prefix.isEmpty()) {
            out.append(summary).append("\n\n");
        }
        out.append("| Key | Kind | Default | Meaning |\n|---|---|---|---|\n");
        for (RecordComponent component : defaults.getClass().getRecordComponents()) {
            if (!Key.isSection(component.getType())) {
                String meaning = params.getOrDefault(component.getName(), "");
                assertThat(meaning).as("@param of " + component).isNotBlank();
                row(out, prefix, component, Records.get(component, defaults), meaning);
            }
        }
        for (RecordComponent component : defaults.getClass().getRecordComponents()) {
            if (Key.isSection(component.getType()) && Records.get(component, defaults) instanceof Record nested) {
                section(out, prefix + Key.kebab(component.getName()) + ".", nested);
            }
        }
    }

    private static void row(StringBuilder out, String prefix, RecordComponent component, Object value, String meaning) {
        String text = Values.print(value);
        out.append("| `").append(prefix).append(Key.kebab(component.getName())).append("` | ");
        out.append(kind(component.getType())).append(" | ");
        out.append(text.isEmpty() ? "" : "`" + text + "`")
                .append(" | ")
                .append(meaning)
                .append(" |\n");
    }

    private static String kind(Class<?> type) {
        if (type.isEnum()) {
            return Values.choices(type);
        }
        return Map.<Class<?>, String>of(
                        String.class, "text",
                        Secret.class, "secret",
                        Path.class, "folder",
                        ByteSize.class, "bytes",
                        Duration.class, "duration",
                        HostPort.class, "address",
                        int.class, "number",
                        boolean.class, "true, false")
                .getOrDefault(type, "value");
    }

    /// First sentence of the record's comment; its `@param` lines go to `params`.
    private static String read(Class<?> type, Map<String, String> params) throws IOException {
        List<String> lines = Files.readAllLines(SOURCES.resolve(type.getSimpleName() + ".java"));
        StringBuilder text = new StringBuilder();
        for (String line : lines) {
            if (line.startsWith("public record")) {
                break;
            }
            if (line.startsWith("///")) {
                text.append(line.substring(3).strip()).append(' ');
            }
        }
        String[] parts = text.toString().split("@param ", -1);
        for (int i = 1; i < parts.length; i++) {
            Matcher matcher = Pattern.compile("(\\w+)\\s+(.*)").matcher(parts[i].strip());
            assertThat(matcher.matches()).isTrue();
            params.put(matcher.group(1), matcher.group(2).replaceAll(" +", " "));
        }
        return parts[0].strip();
    }
}
