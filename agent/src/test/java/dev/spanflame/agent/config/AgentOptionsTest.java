package dev.spanflame.agent.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class AgentOptionsTest {
    @TempDir
    Path folder;

    @Test
    void without_settings_there_are_defaults_and_no_problems() {
        AgentOptions options = AgentOptions.of("", Map.of("sun.java.command", "com.example.Shop --port 1"), Map.of());

        assertThat(options.problems()).isEmpty();
        assertThat(options.application()).isEqualTo("Shop");
        assertThat(options.server().address()).hasToString("http://localhost:4040");
        assertThat(options.sampling())
                .hasToString("enabled=true,event=ctimer,interval=10000000ns,alloc=524288,live=false,"
                        + "lock=10000000ns,wall=off,native.memory=off");
    }

    @Test
    void a_distance_that_no_jvm_takes_is_named_and_the_default_taken() {
        AgentOptions options = AgentOptions.of("alloc=2g,native.memory=1g", Map.of(), Map.of());

        assertThat(options.problems())
                .containsExactly(
                        "spanflame.alloc is \"2g\", expected a size such as 512k, at most 1g, or off; taken is 524288");
        assertThat(options.sampling().alloc()).isEqualTo(Sampling.USUAL_ALLOC);
        assertThat(options.sampling().nativeMemory()).isEqualTo(1L << 30);
    }

    @Test
    void arguments_win_over_properties_over_variables_over_the_file() throws IOException {
        Path file = Files.writeString(
                folder.resolve("agent.properties"), "application.name=file\ntenant.id=file\npyroscope.labels=a=file");
        AgentOptions options = AgentOptions.of(
                "application.name=argument",
                Map.of("spanflame.application.name", "property", "spanflame.upload.interval", "7s"),
                Map.of(
                        "SPANFLAME_APPLICATION_NAME", "variable",
                        "SPANFLAME_UPLOAD_INTERVAL", "9s",
                        "SPANFLAME_INTERVAL", "5ms",
                        "PYROSCOPE_CONFIGURATION_FILE", file.toString()));

        assertThat(options.application()).isEqualTo("argument");
        assertThat(options.uploadInterval()).isEqualTo(Duration.ofSeconds(7));
        assertThat(options.sampling().interval()).isEqualTo(Duration.ofMillis(5));
        assertThat(options.server().headers()).containsEntry("X-Scope-OrgID", "file");
        assertThat(options.labels()).containsEntry("a", "file");
        assertThat(options.problems()).isEmpty();
    }

    @Test
    void settings_of_pyroscopes_agent_are_understood() {
        AgentOptions options = AgentOptions.of(
                "",
                Map.of("pyroscope.labels", "region=eu,zone=1"),
                Map.ofEntries(
                        Map.entry("PYROSCOPE_APPLICATION_NAME", "shop"),
                        Map.entry("PYROSCOPE_SERVER_ADDRESS", "https://profiles.example.com/base/"),
                        Map.entry("PYROSCOPE_PROFILING_INTERVAL", "20ms"),
                        Map.entry("PYROSCOPE_PROFILER_EVENT", "itimer"),
                        Map.entry("PYROSCOPE_PROFILER_ALLOC", "1m"),
                        Map.entry("PYROSCOPE_PROFILER_LOCK", "0"),
                        Map.entry("PYROSCOPE_ALLOC_LIVE", "true"),
                        Map.entry("PYROSCOPE_PROFILER_TYPE", "JFR"),
                        Map.entry("PYROSCOPE_JAVA_STACK_DEPTH_MAX", "128"),
                        Map.entry("PYROSCOPE_BASIC_AUTH_USER", "u"),
                        Map.entry("PYROSCOPE_BASIC_AUTH_PASSWORD", "p"),
                        Map.entry("PYROSCOPE_TENANT_ID", "team"),
                        Map.entry("PYROSCOPE_HTTP_HEADERS", "{\"X-One\": \"1\", \"X-Two\":\"a\\\"b\"}"),
                        Map.entry("PYROSCOPE_INGEST_MAX_TRIES", "-1"),
                        Map.entry("PYROSCOPE_PROFILE_EXPORT_TIMEOUT", "3s"),
                        Map.entry("PYROSCOPE_LOG_LEVEL", "DEBUG"),
                        Map.entry("OTEL_PYROSCOPE_ADD_SPAN_NAME", "false")));

        assertThat(options.problems()).isEmpty();
        assertThat(options.application()).isEqualTo("shop");
        assertThat(options.server().address()).hasToString("https://profiles.example.com/base");
        assertThat(options.server().headers())
                .containsEntry("Authorization", "Basic dTpw")
                .containsEntry("X-Scope-OrgID", "team")
                .containsEntry("X-Two", "a\"b");
        assertThat(options.server().maxTries()).isEqualTo(Integer.MAX_VALUE);
        assertThat(options.server().timeout()).isEqualTo(Duration.ofSeconds(3));
        assertThat(options.labels()).containsEntry("region", "eu").containsEntry("zone", "1");
        assertThat(options.jfrWanted()).isTrue();
        assertThat(options.stackDepth()).isEqualTo(128);
        assertThat(options.logLevel()).isEqualTo("debug");
        assertThat(options.spanNames()).isFalse();
        Sampling sampling = options.sampling();
        assertThat(sampling.event()).isEqualTo("itimer");
        assertThat(sampling.interval()).isEqualTo(Duration.ofMillis(20));
        assertThat(sampling.alloc()).isEqualTo(1 << 20);
        assertThat(sampling.live()).isTrue();
        assertThat(sampling.lock()).isEqualTo(Duration.ofNanos(1));
    }

    @Test
    void opentelemetrys_names_of_the_service_are_taken() {
        AgentOptions options = AgentOptions.of(
                "", Map.of(), Map.of("OTEL_RESOURCE_ATTRIBUTES", "service.name=a,service.namespace=n,host.name=h"));

        assertThat(options.application()).isEqualTo("a");
        assertThat(options.labels())
                .containsEntry("service_namespace", "n")
                .containsEntry("host_name", "h")
                .doesNotContainKey("service_name");
        assertThat(AgentOptions.of("", Map.of("otel.service.name", "b"), Map.of())
                        .application())
                .isEqualTo("b");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "interval=soon; 10000000ns",
                "interval=1ns; 10000000ns",
                "event=gpu; ctimer",
                "alloc=much; 524288",
                "server.address=nowhere; http://localhost:4040",
                "stack.depth=0; 512",
                "enabled=maybe; true",
                "http.headers=[]; JSON",
                "labels=a; a",
            })
    void a_wrong_value_is_told_once_and_replaced(String argument, String told) {
        AgentOptions options = AgentOptions.of(argument, Map.of(), Map.of());

        assertThat(options.problems()).hasSize(1);
        String name = argument.substring(0, argument.indexOf('='));
        assertThat(options.problems().get(0)).contains(name).contains("expected");
        if (!told.equals("a") && !told.equals("JSON")) {
            assertThat(options.sampling() + " " + options.server().address() + " " + options.stackDepth())
                    .contains(told);
        }
    }

    @ParameterizedTest
    @EnumSource(Setting.class)
    void every_setting_is_found_by_each_of_its_names(Setting setting) {
        assertThat(Setting.of(setting.key())).contains(setting);
        assertThat(Setting.of(setting.property())).contains(setting);
        assertThat(setting.aliases())
                .allSatisfy(alias -> assertThat(Setting.of(alias)).contains(setting));
    }

    @Test
    void sampling_is_changed_setting_by_setting() {
        Sampling before = AgentOptions.of("alloc=1m", Map.of(), Map.of()).sampling();

        assertThat(before.with(Setting.INTERVAL, "50ms")).get().satisfies(changed -> {
            assertThat(changed.interval()).isEqualTo(Duration.ofMillis(50));
            assertThat(changed.alloc()).isEqualTo(1 << 20);
        });
        assertThat(before.with(Setting.INTERVAL, "often")).isEmpty();
        assertThat(before.with(Setting.SERVER_ADDRESS, "http://other")).isEmpty();
        assertThat(before.with(Setting.ENABLED, "false")).get().matches(changed -> !changed.enabled());
    }
}
