package dev.spanflame.tests.docker;

import dev.spanflame.objectstore.server.Toolchains;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;

/// The files of the folder `docker`.
final class DockerFiles {
    private DockerFiles() {}

    static Path path(String name) {
        return Toolchains.root().resolve("docker").resolve(name);
    }

    static String text(String name) throws IOException {
        return Files.readString(path(name));
    }

    /// A YAML file as maps, lists and scalars.
    static Object yaml(String name) throws IOException {
        return new Load(LoadSettings.builder().setLabel(name).build()).loadFromString(text(name));
    }

    /// The variables of `.env`, in order.
    static Map<String, String> env() throws IOException {
        Map<String, String> variables = new LinkedHashMap<>();
        for (String line : Files.readAllLines(path(".env"))) {
            int equals = line.indexOf('=');
            if (!line.isBlank() && !line.startsWith("#")) {
                variables.put(line.substring(0, equals), line.substring(equals + 1));
            }
        }
        return variables;
    }

    /// The value at the end of `keys`, maps within maps.
    static Object at(Object yaml, String... keys) {
        Object at = yaml;
        for (String key : keys) {
            Object next = at instanceof Map<?, ?> map ? map.get(key) : null;
            if (next == null) {
                throw new AssertionError("there is no " + String.join(".", keys) + ": nothing at " + key);
            }
            at = next;
        }
        return at;
    }
}
