package dev.spanflame.tests.docker;

import static org.assertj.core.api.Assertions.assertThat;

import dev.spanflame.objectstore.server.Toolchains;
import dev.spanflame.server.config.Configuration;
import dev.spanflame.server.config.load.ConfigException;
import dev.spanflame.server.config.load.ConfigLoader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;

/// The compose file against the schema of the compose specification, and as compose-go, which is inside
/// `docker compose`, loads it.
final class ComposeFileTest {
    private static final String VALIDATE = """
            import json, sys, yaml, jsonschema
            schema = json.load(open(sys.argv[1]))
            file = yaml.safe_load(open(sys.argv[2]))
            validator = jsonschema.validators.validator_for(schema)
            validator.check_schema(schema)
            for error in validator(schema).iter_errors(file):
                print("/".join(map(str, error.absolute_path)) + ": " + error.message)
            """;
    private static final Pattern VARIABLE = Pattern.compile("(?<!\\$)\\$\\{([A-Z0-9_]+)}");

    @TempDir
    private static Path directory = Path.of("");

    private static Path checker = Path.of("");

    /// Builds the little Go program that uses compose-go at the version of its `go.mod`.
    @BeforeAll
    static void buildChecker() throws Exception {
        Path go = Program.installed("go", "for the compose-spec schema and compose-go");
        Path sources = Toolchains.root().resolve("tests/src/test/go/composecheck");
        checker = directory.resolve("composecheck");
        String unused = Program.output(
                sources, List.of(go.toString(), "build", "-mod=readonly", "-p", "1", "-o", checker.toString(), "."));
    }

    @Test
    void isValidByTheSchema() throws Exception {
        assertThat(violations(DockerFiles.text("compose.yaml"))).isEmpty();
    }

    @Test
    void theSchemaFindsAMistake() throws Exception {
        String wrong = DockerFiles.text("compose.yaml").replace("    restart: unless-stopped", "    restrat: always");
        assertThat(violations(wrong)).contains("restrat");
    }

    @Test
    void composeGoLoadsAllOfItWithTheVariablesOfItsEnvironmentFile() throws Exception {
        Object project = loaded(DockerFiles.path("compose.yaml"));
        assertThat(DockerFiles.at(project, "services"))
                .isInstanceOfSatisfying(
                        Map.class,
                        services -> assertThat(services.keySet())
                                .isEqualTo(Set.of(
                                        "spanflame", "minio", "bucket", "prometheus", "grafana", "loki", "shop")));
        Map<String, String> env = DockerFiles.env();
        assertThat(DockerFiles.at(project, "services", "spanflame", "environment", "SPANFLAME_STORE"))
                .isEqualTo("s3://" + env.get("S3_BUCKET") + "/blocks");
        assertThat(DockerFiles.at(project, "services", "grafana", "image")).isEqualTo(env.get("GRAFANA_IMAGE"));
        assertThat(DockerFiles.at(project, "services", "bucket", "command").toString())
                .contains("\"$ACCESS_KEY\"");
    }

    @Test
    void composeGoRefusesAnUndefinedService() throws Exception {
        Path broken = Files.createDirectories(directory.resolve("broken")).resolve("compose.yaml");
        Files.copy(DockerFiles.path(".env"), broken.resolveSibling(".env"));
        Files.writeString(broken, DockerFiles.text("compose.yaml").replace("      minio:\n", "      nobody:\n"));
        Program.Result result = Program.run(directory, List.of(checker.toString(), "load", broken.toString()));
        assertThat(result.status()).isEqualTo(1);
        assertThat(result.errors()).contains("nobody");
    }

    @Test
    void everyVariableIsInTheEnvironmentFileAndUsed() throws IOException {
        Set<String> used = new HashSet<>();
        Matcher matcher = VARIABLE.matcher(DockerFiles.text("compose.yaml"));
        while (matcher.find()) {
            used.add(matcher.group(1));
        }
        assertThat(used).isEqualTo(DockerFiles.env().keySet());
    }

    @Test
    void everyImageHasAVersionInTheEnvironmentFile() throws IOException {
        Map<String, String> env = DockerFiles.env();
        Map<?, ?> services = (Map<?, ?>) DockerFiles.at(DockerFiles.yaml("compose.yaml"), "services");
        for (Object service : services.values()) {
            Matcher image = VARIABLE.matcher(DockerFiles.at(service, "image").toString());
            assertThat(image.matches()).as(service.toString()).isTrue();
            assertThat(env.get(image.group(1)))
                    .matches("[a-z/]+:(v?\\d+\\.\\d+\\.\\d+(-SNAPSHOT)?|RELEASE\\.[0-9TZ-]+)");
        }
    }

    @Test
    void theServersEnvironmentIsAConfigurationItAccepts() throws Exception {
        Object environment =
                DockerFiles.at(loaded(DockerFiles.path("compose.yaml")), "services", "spanflame", "environment");
        Map<String, String> variables = new HashMap<>();
        ((Map<?, ?>) environment).forEach((name, value) -> variables.put(name.toString(), value.toString()));
        variables.put("SPANFLAME_DATA", "/var/lib/spanflame/data");
        assertThat(configuration(variables).store()).isEqualTo("s3://spanflame/blocks");
        assertThat(configuration(variables).s3().endpoint()).isEqualTo("http://minio:9000");
    }

    private static Configuration configuration(Map<String, String> variables) throws ConfigException {
        return ConfigLoader.load(Map.of(), variables, Optional.empty());
    }

    private static Object loaded(Path file) throws IOException, InterruptedException {
        String json = Program.output(directory, List.of(checker.toString(), "load", file.toString(), "demo", "logs"));
        return new Load(LoadSettings.builder().build()).loadFromString(json);
    }

    private static String violations(String compose) throws IOException, InterruptedException {
        Path python = Toolchains.pythonWith("jsonschema==4.26.0", "PyYAML==6.0.3");
        Path schema = Files.writeString(
                directory.resolve("schema.json"), Program.output(directory, List.of(checker.toString(), "schema")));
        Path file = Files.writeString(directory.resolve("checked.yaml"), compose);
        return Program.output(
                directory, List.of(python.toString(), "-c", VALIDATE, schema.toString(), file.toString()));
    }
}
