package dev.spanflame.server.config.load;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.spanflame.server.config.Configuration;
import dev.spanflame.server.config.Flush;
import dev.spanflame.server.config.StoreLocation;
import dev.spanflame.server.config.value.ByteSize;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class ConfigLoaderTest {
    @TempDir
    private Path folder;

    private Path file(String yaml) throws IOException {
        return Files.writeString(folder.resolve("spanflame.yaml"), yaml);
    }

    private Configuration load(String yaml) throws Exception {
        return ConfigLoader.load(Map.of(), Map.of(), Optional.of(file(yaml)));
    }

    private List<String> problems(Map<String, String> flags, Map<String, String> environment, String yaml)
            throws IOException {
        Path file = file(yaml);
        ConfigException thrown = catchThrowableOfType(
                ConfigException.class, () -> ConfigLoader.load(flags, environment, Optional.of(file)));
        assertThat(thrown).as("the configuration should be refused").isNotNull();
        return thrown.problems().stream()
                .map(problem -> problem.toString().replace(folder + "/", ""))
                .toList();
    }

    @Test
    void startsFromDefaults() throws Exception {
        assertThat(ConfigLoader.load(Map.of(), Map.of(), Optional.empty())).isEqualTo(Configuration.defaults());
        assertThat(load("")).isEqualTo(Configuration.defaults());
        assertThat(load("# nothing\nflush:\n")).isEqualTo(Configuration.defaults());
    }

    @Test
    void refusesAFileThatIsNestedTooDeep() throws Exception {
        assertThat(problems(Map.of(), Map.of(), "flush: " + "[".repeat(200_000)))
                .containsExactly("spanflame.yaml: lists and maps are nested too deep");
    }

    @Test
    void readsEveryKeyFromEverySource() throws Exception {
        Map<String, String> flags = new LinkedHashMap<>();
        Map<String, String> environment = new LinkedHashMap<>();
        StringBuilder yaml = new StringBuilder();
        for (Key key : Key.all()) {
            String value = Samples.other(key);
            flags.put(key.path(), value);
            environment.put(key.environment(), value);
        }
        Configuration byFlag = ConfigLoader.load(flags, Map.of(), Optional.empty());
        Configuration byEnvironment = ConfigLoader.load(Map.of(), environment, Optional.empty());
        Samples.yaml(yaml, "", flags);
        Configuration byFile = load(yaml.toString());
        assertThat(byEnvironment).isEqualTo(byFlag);
        assertThat(byFile).isEqualTo(byFlag);
        Map<String, String> defaults = Samples.texts(Configuration.defaults());
        Map<String, String> read = Samples.texts(byFlag);
        for (Key key : Key.all()) {
            assertThat(read.get(key.path())).as(key.path()).isNotEqualTo(defaults.get(key.path()));
        }
    }

    @Test
    void letsFlagsWinOverEnvironmentOverFileOverDefaults() throws Exception {
        Path file = file("flush:\n  max-age: 1m\n  small-age: 2h\n  max-bytes: 64MiB\n");
        Configuration configuration = ConfigLoader.load(
                Map.of("flush.max-age", "3m"),
                Map.of("SPANFLAME_FLUSH_MAX_AGE", "2m", "SPANFLAME_FLUSH_SMALL_AGE", "1h"),
                Optional.of(file));
        assertThat(configuration.flush())
                .isEqualTo(new Flush(ByteSize.mib(64), Duration.ofMinutes(3), ByteSize.mib(1), Duration.ofHours(1)));
    }

    @Test
    void expandsVariablesWithDefaults() throws Exception {
        Path file = file("""
                store: s3://${BUCKET}/${PREFIX:-${DEEP:-traces}/x}
                s3:
                  endpoint: "http://${HOST:-minio}:9000"
                  profile: '$${literal} ${EMPTY:-fallback}'
                """);
        Configuration configuration =
                ConfigLoader.load(Map.of(), Map.of("BUCKET", "b", "EMPTY", ""), Optional.of(file));
        assertThat(configuration.storeLocation()).isEqualTo(new StoreLocation.Bucket("b", "traces/x"));
        assertThat(configuration.s3().endpoint()).isEqualTo("http://minio:9000");
        assertThat(configuration.s3().profile()).isEqualTo("${literal} fallback");
    }

    @Test
    void reportsAllProblemsWithTheirPlaces() throws IOException {
        assertThat(problems(
                        Map.of("retention.traces", "two weeks", "quer.timeout", "1s"),
                        Map.of("SPANFLAME_LIMITS_OTLP_REQUEST_BYTES", "12 parrots"),
                        """
                        store: s3:///x
                        flush:
                          max_age: 10m
                          max-bytes: [1, 2]
                        listen:
                          query: 3200
                          admin: 127.0.0.1:70000
                        query: fast
                        data:
                        role: boss
                        http:
                          max-connections: 0
                          max-requests: many
                        s3:
                          endpoint: ${NO_SUCH_VARIABLE}
                        zipkin: on
                        """))
                .containsExactlyInAnyOrder(
                        "spanflame.yaml:1: 'store' must be a folder or s3://bucket/prefix",
                        "spanflame.yaml:3: unknown key 'flush.max_age'; did you mean 'flush.max-age'?",
                        "spanflame.yaml:4: 'flush.max-bytes' takes one value, not a list or a section",
                        "spanflame.yaml:6: 'listen.query': '3200' is not an address; write host:port, [::1]:port,"
                                + " :port, or off",
                        "spanflame.yaml:7: 'listen.admin': '127.0.0.1:70000' has a port outside of 0 to 65535",
                        "spanflame.yaml:8: 'query' is a section; put its keys below it, indented",
                        "spanflame.yaml:9: 'data' has no value; give one or remove the line",
                        "spanflame.yaml:10: 'role': 'boss' is not one of all, ingester, compactor, querier",
                        "spanflame.yaml:12: 'http.max-connections' must be at least 1",
                        "spanflame.yaml:13: 'http.max-requests': 'many' is not a whole number",
                        "spanflame.yaml:15: 's3.endpoint' names the environment variable NO_SUCH_VARIABLE, which is not"
                                + " set; give a default with ${NO_SUCH_VARIABLE:-...}",
                        "spanflame.yaml:16: unknown key 'zipkin'",
                        "environment SPANFLAME_LIMITS_OTLP_REQUEST_BYTES: 'limits.otlp-request-bytes': '12 parrots' is"
                                + " not a number of bytes; write for example 4096, 64KiB, 128MiB or 1GiB",
                        "flag --retention.traces: 'retention.traces': 'two weeks' is not a duration; write for example"
                                + " 250ms, 30s, 10m, 1h30m or 14d",
                        "flag --quer.timeout: unknown flag; did you mean --query.timeout?");
    }

    @Test
    void namesTheLineOfBrokenYamlAndOfDoubleKeys() throws IOException {
        assertThat(problems(Map.of(), Map.of(), "store: x\nflush: {max-age: 1m\n"))
                .singleElement()
                .asString()
                .startsWith("spanflame.yaml:3: not YAML: ");
        assertThat(problems(Map.of(), Map.of(), "store: x\nstore: y\n"))
                .containsExactly("spanflame.yaml:2: 'store' is set twice");
        assertThat(problems(Map.of(), Map.of(), "- a\n- b\n"))
                .containsExactly("spanflame.yaml:1: expected 'key: value' lines");
        assertThat(problems(Map.of(), Map.of(), "store: \"${A\"\n"))
                .containsExactly("spanflame.yaml:1: 'store' has '${' without '}'");
    }

    @Test
    void saysThatAFileIsMissing() {
        Path none = folder.resolve("none.yaml");
        ConfigException thrown = catchThrowableOfType(
                ConfigException.class, () -> ConfigLoader.load(Map.of(), Map.of(), Optional.of(none)));
        assertThat(thrown).hasMessage(none + ": there is no such file");
    }

    @Test
    void neverPrintsSecrets() throws Exception {
        Configuration configuration =
                load("s3:\n  access-key: AKIA1\n  secret-key: hunter2hunter2\n  session-token: tok3n-tok3n\n");
        assertThat(configuration.s3().secretKey().value()).isEqualTo("hunter2hunter2");
        assertThat(configuration + ConfigPrinter.yaml(configuration))
                .contains("AKIA1", "******")
                .doesNotContain("hunter2", "tok3n");
        assertThat(problems(Map.of(), Map.of(), "s3:\n  secret-key: hunter2hunter2\n")
                        .toString())
                .contains("access-key")
                .doesNotContain("hunter2");
    }

    @Test
    void namesTheHalfOfAKeyThatIsSetAlone() throws IOException {
        assertThat(problems(Map.of("s3.access-key", "a"), Map.of(), ""))
                .containsExactly(
                        "flag --s3.access-key: 's3.access-key' is set without s3.secret-key; set both or none");
        assertThat(problems(Map.of(), Map.of("SPANFLAME_S3_SECRET_KEY", "b"), ""))
                .containsExactly("environment SPANFLAME_S3_SECRET_KEY: 's3.secret-key' is set without s3.access-key;"
                        + " set both or none");
    }

    @Test
    void printsYamlThatReadsBack() throws Exception {
        Configuration configuration = load("""
                store: s3://b/p
                data: './a ''b'''
                listen:
                  admin: off
                  query: '[::1]:3200'
                retention:
                  traces: 36h
                """);
        assertThat(load(ConfigPrinter.yaml(configuration))).isEqualTo(configuration);
    }

    @Test
    void refusesVariablesThatAreNoKeys() throws IOException {
        assertThat(problems(
                        Map.of(),
                        Map.of(
                                "SPANFLAME_STOR", "x",
                                "SPANFLAME_FLUSH_MAXAGE", "1m",
                                "SPANFLAME_HEEP", "2g",
                                "SPANFLAME_LISTEN_PORT", "3200",
                                "SPANFLAME_COMPLETELY_UNKNOWN", "1"),
                        ""))
                .containsExactlyInAnyOrder(
                        "environment SPANFLAME_STOR: unknown variable; did you mean SPANFLAME_STORE?",
                        "environment SPANFLAME_FLUSH_MAXAGE: unknown variable; did you mean SPANFLAME_FLUSH_MAX_AGE?",
                        "environment SPANFLAME_HEEP: unknown variable; did you mean SPANFLAME_HEAP?",
                        "environment SPANFLAME_LISTEN_PORT: unknown variable; did you mean SPANFLAME_LISTEN_QUERY?",
                        "environment SPANFLAME_COMPLETELY_UNKNOWN: unknown variable;"
                                + " docs/reference/configuration.md lists all keys");
    }

    @Test
    void leavesVariablesOfTheScriptsAndOfContainerPlatformsAlone() throws Exception {
        Map<String, String> environment = new LinkedHashMap<>();
        for (String name :
                List.of("AOT", "CONFIG", "HEAP", "IMAGE", "JAVA_HOME", "JAVA_OPTIONS", "JDK_PATTERNS", "RUN_ONLY")) {
            environment.put("SPANFLAME_" + name, "x");
        }
        for (String service : List.of("SPANFLAME", "SPANFLAME_QUERY")) {
            environment.put(service + "_SERVICE_HOST", "10.0.0.1");
            environment.put(service + "_SERVICE_PORT", "3200");
            environment.put(service + "_SERVICE_PORT_OTLP_GRPC", "4317");
            environment.put(service + "_PORT", "tcp://10.0.0.1:3200");
            environment.put(service + "_PORT_3200_TCP", "tcp://10.0.0.1:3200");
            environment.put(service + "_PORT_3200_TCP_PROTO", "tcp");
            environment.put(service + "_PORT_3200_TCP_ADDR", "10.0.0.1");
        }
        environment.put("HOME", "/");
        assertThat(ConfigLoader.load(Map.of(), environment, Optional.empty())).isEqualTo(Configuration.defaults());
    }

    @Test
    void givesEveryKeyAnEnvironmentNameOfItsOwn() {
        Set<String> names = new HashSet<>();
        for (Key key : Key.all()) {
            assertThat(names.add(key.environment())).as(key.environment()).isTrue();
            // what Kubernetes sets for a service called spanflame
            assertThat(key.environment()).isNotIn("SPANFLAME_PORT", "SPANFLAME_SERVICE_HOST", "SPANFLAME_SERVICE_PORT");
        }
    }
}
